namespace Limpet.Help.Reading;

/// <summary>A help file is not laid out as it must be.</summary>
public sealed class HelpFormatException(string path, int line, string text) : Exception($"{path}({line}): error HELP001: {text}");
