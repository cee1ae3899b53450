namespace Limpet.Core.Limpets.Configuration;

/// <summary>One thing that is wrong with a config.</summary>
/// <param name="Fault">What sort of thing.</param>
/// <param name="Path">Where, as a JSON path such as <c>$.limpets[1].listen</c>; <c>$</c> for the whole file.</param>
/// <param name="Line">The line in the file, from 1 on; 0 where it is about the file, or the config was read from none.</param>
/// <param name="Column">The column in that line, from 1 on, in UTF-16 code units; 0 likewise.</param>
/// <param name="Found">What was found, for people.</param>
/// <param name="Expected">What is expected, for people.</param>
/// <param name="Sentence">All of it in a sentence that names the path.</param>
public sealed record LimpetConfigError(LimpetConfigFault Fault, string Path, int Line, int Column, string Found, string Expected, string Sentence)
{
    /// <summary>The sentence, with line and column in front where there are any.</summary>
    public override string ToString() => Line == 0 ? Sentence : $"line {Line}, column {Column}: {Sentence}";
}
