using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Limpets.Events;

/// <summary>The link has ended.</summary>
public sealed record DisconnectedEvent(LimpetOutcome Outcome) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => $"Disconnected: {Outcome.Reason}";
}
