namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>A file has more of something than any config. Never leaves the parser.</summary>
/// <param name="found">What it has.</param>
/// <param name="expected">What is expected.</param>
internal sealed class TooMuchException(string found, string expected) : Exception(found)
{
    public string Expected { get; } = expected;
}
