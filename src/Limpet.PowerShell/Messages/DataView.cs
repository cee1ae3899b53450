using System.Globalization;
using System.Text;

using Limpet.Core.Messages;

namespace Limpet.PowerShell.Messages;

/// <summary>How data looks in a table, in one line and in so much room.</summary>
internal static class DataView
{
    private const int LeastWidth = 8;

    /// <summary>What a bind event says, the text where it can be printed in one line, otherwise hexadecimal.</summary>
    public static string Describe(KbusMessage message, string? text, int width)
    {
        width = Math.Max(width, LeastWidth);
        if (message.Kind == MessageKind.ReplierBindEvent
            && ReplierBindEvent.TryRead(message.Data.Span, bigEndian: false, out var bindEvent, out _))
        {
            return Shorten(string.Create(CultureInfo.InvariantCulture, $"{bindEvent.Name} {(bindEvent.IsBind ? "bound" : "unbound")} by {bindEvent.Binder}"), width);
        }

        return text is not null && IsPrintable(text) ? Shorten(text, width) : Hexadecimal(message.Data.Span, width);
    }

    /// <summary>Bytes in hexadecimal, as many as there is room for, and how many there are.</summary>
    public static string Hexadecimal(ReadOnlySpan<byte> data, int width)
    {
        var count = string.Create(CultureInfo.InvariantCulture, $" ({data.Length} {(data.Length == 1 ? "byte" : "bytes")})");
        var whole = (data.Length * 3) - 1;
        var shown = whole + count.Length <= width ? data.Length : Math.Max(1, (width - count.Length - 1) / 3);
        var text = new StringBuilder();
        for (var i = 0; i < shown; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(data[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.Append(shown < data.Length ? "…" : "").Append(count).ToString();
    }

    /// <summary>Whether a terminal shows it as it is, in one line.</summary>
    private static bool IsPrintable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
            {
                return false;
            }
        }

        return true;
    }

    private static string Shorten(string text, int width)
    {
        if (text.Length <= width)
        {
            return text;
        }

        var kept = char.IsHighSurrogate(text[width - 2]) ? width - 2 : width - 1;
        return string.Concat(text.AsSpan(0, kept), "…");
    }
}
