using Limpet.Core.Messages;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The buses form a loop; told once a minute at the most.</summary>
/// <param name="Message">What came round.</param>
/// <param name="NetworkId">Our network id.</param>
/// <param name="PeerNetworkId">The pair's network id.</param>
public sealed record LoopDetectedEvent(KbusMessage Message, uint NetworkId, uint PeerNetworkId) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 304;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate
        => "The buses form a loop through the link between networks {NetworkId} and {PeerNetworkId}, or two of them bear one network id: {Message} has passed it already and came round to it by another way; such messages are dropped";

    /// <inheritdoc/>
    protected internal override object?[] Values => [NetworkId, PeerNetworkId, Message];
}
