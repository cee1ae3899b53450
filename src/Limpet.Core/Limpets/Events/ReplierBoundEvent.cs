using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link was bound on our bus, in proxy.</summary>
public sealed record ReplierBoundEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => $"Replier for {Name} bound in proxy";
}
