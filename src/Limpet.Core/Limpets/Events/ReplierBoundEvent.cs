using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link was bound on our bus, in proxy.</summary>
public sealed record ReplierBoundEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 201;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Replier for {Name} bound in proxy";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Name];
}
