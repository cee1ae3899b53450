using Limpet.Core.Limpets.Session;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The Limpet has ended, with all of its links.</summary>
public sealed record EndedEvent(LimpetOutcome Outcome) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 104;

    /// <inheritdoc/>
    public override LogEventLevel Level => Outcome.Level;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Ended: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Outcome.Reason];

    /// <inheritdoc/>
    protected internal override Exception? Fault => Outcome.Defect;
}
