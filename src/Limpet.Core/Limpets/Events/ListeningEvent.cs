using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Events;

/// <summary>The Limpet listens for its peer.</summary>
public sealed record ListeningEvent(Endpoint Endpoint) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 101;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Listening on {Endpoint}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Endpoint];
}
