using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Session;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The link has ended.</summary>
public sealed record DisconnectedEvent(LimpetOutcome Outcome) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 103;

    /// <inheritdoc/>
    public override LogEventLevel Level => Outcome.IsClean ? LogEventLevel.Information : LogEventLevel.Error;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Disconnected: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Outcome.Reason];

    // What a Limpet expects to end by says all in its sentence; anything else is a fault of ours, and needs to be found.
    /// <inheritdoc/>
    protected internal override Exception? Fault => Outcome.Error is LimpetException or KbusException ? null : Outcome.Error;
}
