using Limpet.Core.Limpets.Endpoints;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The Limpet can be reached from other machines, with nothing that proves who connects.</summary>
public sealed record ExposedEvent(Endpoint Endpoint) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 108;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "{Endpoint} can be reached from other machines, and whoever connects is on the bus: no certificate is asked for, and nothing is encrypted";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Endpoint];
}
