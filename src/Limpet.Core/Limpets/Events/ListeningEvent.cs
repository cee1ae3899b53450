using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Events;

/// <summary>The Limpet listens for its peer.</summary>
public sealed record ListeningEvent(Endpoint Endpoint) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => $"Listening on {Endpoint}";
}
