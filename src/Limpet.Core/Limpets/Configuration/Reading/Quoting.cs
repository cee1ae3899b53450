using System.Text;

namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>What stands in a file as people are shown it: not longer than they read, and with nothing that a terminal obeys.</summary>
internal static class Quoting
{
    private const int Longest = 120;

    public static string Quote(string text) => $"'{Shorten(text)}'";

    public static string Shorten(string text) => Plain(text, Longest);

    /// <summary>The same in its full length.</summary>
    public static string Plain(string text) => Plain(text, int.MaxValue);

    private static string Plain(string text, int longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest)
            {
                return shown.Append("...").ToString();
            }

            // Not only control characters: those that turn the direction of text or show as nothing deceive too.
            var isPlain = !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            _ = isPlain ? shown.Append(rune.ToString()) : shown.Append($"\\u{rune.Value:X4}");
        }

        return shown.ToString();
    }

    /// <summary>A property's step in a JSON path: <c>.kbus</c>, or <c>['a b']</c> where the name is no word.</summary>
    public static string Step(string property)
        => property.Length > 0 && property.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$')
            ? $".{Shorten(property)}"
            : $"['{Shorten(property).Replace("'", "\\'", StringComparison.Ordinal)}']";
}
