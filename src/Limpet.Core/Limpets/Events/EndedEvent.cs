using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Limpets.Events;

/// <summary>The Limpet has ended, with all of its links.</summary>
public sealed record EndedEvent(LimpetOutcome Outcome) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 104;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Ended: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Outcome.Reason];
}
