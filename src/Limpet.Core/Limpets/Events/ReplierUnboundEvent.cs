using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A replier beyond the link was unbound from our bus.</summary>
public sealed record ReplierUnboundEvent(MessageName Name) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => $"Replier for {Name} unbound";
}
