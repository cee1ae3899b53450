namespace Limpet.Help;

/// <summary>Names are the same when their characters are.</summary>
internal static class OrdinalText
{
    public static bool Is(this string text, string other) => string.Equals(text, other, StringComparison.Ordinal);
}
