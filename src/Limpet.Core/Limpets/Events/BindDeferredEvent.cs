using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link waits for the one on our bus to unbind.</summary>
public sealed record BindDeferredEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => $"{Name} has a replier on this bus; the one beyond is bound when that unbinds";
}
