using Limpet.Core.Messages;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The buses form a loop; told once a minute at the most.</summary>
public sealed record LoopDetectedEvent(KbusMessage Message) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 304;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "The buses form a loop, or two of them bear network id {NetworkId}: {Message} seems to have left through this Limpet and come back by another way; such messages are dropped";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Message.Id.Network, Message];
}
