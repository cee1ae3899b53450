using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A message goes no further.</summary>
public sealed record MessageDroppedEvent(KbusMessage Message, DropReason Reason) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 302;

    /// <inheritdoc/>
    public override int Verbosity => 2;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Dropped ({Reason}): {Message}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Reason, Message];
}
