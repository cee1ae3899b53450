using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>The buses form a loop; told once a minute at the most.</summary>
/// <param name="Message">What came round.</param>
/// <param name="NetworkId">Our network id.</param>
/// <param name="PeerNetworkId">The pair's network id.</param>
public sealed record LoopDetectedEvent(KbusMessage Message, uint NetworkId, uint PeerNetworkId) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => Message.Id.Network == NetworkId
        ? $"The buses form a loop through the link between networks {NetworkId} and {PeerNetworkId}, or two of them bear network id {NetworkId}: "
            + $"{Message} seems to have left through this Limpet and come back by another way; such messages are dropped"
        : $"The buses form a loop through the link between networks {NetworkId} and {PeerNetworkId}: {Message} has passed it already and came round to it by another way; such messages are dropped";
}
