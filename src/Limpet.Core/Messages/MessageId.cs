using System.Globalization;

namespace Limpet.Core.Messages;

/// <summary>
/// What tells one message from another: the network it came from and its serial there (kbus.md 3).
/// </summary>
/// <param name="Network">The network id; 0 is the local bus.</param>
/// <param name="Serial">The serial given by that network's bus.</param>
public readonly record struct MessageId(uint Network, uint Serial)
{
    /// <summary>{0,0}: no message.</summary>
    public static readonly MessageId None;

    /// <summary>Whether this is {0,0}, which no message has.</summary>
    public bool IsNone => Network == 0 && Serial == 0;

    /// <summary>Reads <c>network:serial</c>, both decimal.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static MessageId Parse(ReadOnlySpan<char> text)
        => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no message id; expected network:serial, such as 0:17.");

    /// <summary>Reads <c>network:serial</c>, both decimal, and says whether it could.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = None;
        var colon = text.IndexOf(':');
        if (colon < 0
            || !uint.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var network)
            || !uint.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var serial))
        {
            return false;
        }

        id = new MessageId(network, serial);
        return true;
    }

    /// <summary><c>network:serial</c>, as in <c>0:17</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}:{Serial}");
}
