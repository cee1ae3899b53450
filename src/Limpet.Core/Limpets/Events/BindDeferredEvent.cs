using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link waits for the one on our bus to unbind.</summary>
public sealed record BindDeferredEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 203;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "{Name} has a replier on this bus; the one beyond is bound when that unbinds";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Name];
}
