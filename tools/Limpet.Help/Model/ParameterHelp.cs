namespace Limpet.Help.Model;

/// <summary>What a parameter is for.</summary>
/// <param name="Name">Its name, without the dash.</param>
/// <param name="Text">Its paragraphs.</param>
public sealed record ParameterHelp(string Name, IReadOnlyList<string> Text);
