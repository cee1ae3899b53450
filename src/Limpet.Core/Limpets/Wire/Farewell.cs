using System.Text;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Wire;

/// <summary>
/// What one of our Limpets says before it closes a connection, so that the other knows why. The wire has no word for it (limpet.md 1), so it is a Status
/// whose in_reply_to is of the sender's network: no Limpet remembers such a Request, so an original takes it for a listener's copy and drops it (limpet.md 4).
/// </summary>
internal sealed record Farewell(FarewellKind Kind, string Reason)
{
    // Nobody reads a longer one, and whoever sends it may be a stranger.
    private const int MostReason = 500;

    private static readonly MessageName RefusedName = MessageName.Parse("$.KBUS.Limpet.Refused");
    private static readonly MessageName DisplacedName = MessageName.Parse("$.KBUS.Limpet.Displaced");

    /// <summary>The farewell as it goes over the link.</summary>
    /// <param name="networkId">The network id of who says it.</param>
    public KbusMessage ToMessage(uint networkId) => new(Kind == FarewellKind.Displaced ? DisplacedName : RefusedName, Encoding.UTF8.GetBytes(Reason))
    {
        InReplyTo = new MessageId(networkId, uint.MaxValue),
        Flags = MessageFlags.Synthetic,
    };

    /// <summary>The farewell that the message is, or null where it is any other.</summary>
    /// <param name="message">What came over the link.</param>
    /// <param name="peerNetworkId">The network id of who sent it.</param>
    public static Farewell? Read(KbusMessage message, uint peerNetworkId)
    {
        if (message.InReplyTo != new MessageId(peerNetworkId, uint.MaxValue))
        {
            return null;
        }

        FarewellKind? kind = message.Name == DisplacedName ? FarewellKind.Displaced : message.Name == RefusedName ? FarewellKind.Refused : null;
        return kind is null ? null : new Farewell(kind.Value, Readable(message.Data.Span));
    }

    // It is shown at a terminal, which must not obey it.
    private static string Readable(ReadOnlySpan<byte> reason)
        => new([.. Encoding.UTF8.GetString(reason[..Math.Min(reason.Length, MostReason)]).Where(c => !char.IsControl(c))]);
}
