using System.Globalization;

namespace Limpet.Soak.Parts;

/// <summary>What is spoken of.</summary>
internal static class Names
{
    /// <summary>The three buses; the one in the middle has the Limpet that listens.</summary>
    public static readonly int[] Buses = [1, 2, 3];

    public const int Middle = 2;

    public static string Said(int bus) => string.Create(CultureInfo.InvariantCulture, $"$.Said.B{bus}");

    public static string Asked(int bus) => string.Create(CultureInfo.InvariantCulture, $"$.Asked.B{bus}");
}
