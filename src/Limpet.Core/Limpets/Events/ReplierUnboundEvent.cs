using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link was unbound from our bus.</summary>
public sealed record ReplierUnboundEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 202;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Replier for {Name} unbound";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Name];
}
