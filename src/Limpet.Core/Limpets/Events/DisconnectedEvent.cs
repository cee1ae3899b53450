using Limpet.Core.Limpets.Session;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The link has ended.</summary>
public sealed record DisconnectedEvent(LimpetOutcome Outcome) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 103;

    /// <inheritdoc/>
    public override LogEventLevel Level => Outcome.Level;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Disconnected: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Outcome.Reason];

    /// <inheritdoc/>
    protected internal override Exception? Fault => Outcome.Defect;
}
