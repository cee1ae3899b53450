using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>Somebody connected and did not become a peer: the HELO went wrong, or the connection did.</summary>
/// <param name="Peer">Who, as far as the connection tells.</param>
/// <param name="Reason">What went wrong.</param>
public sealed record PeerFailedEvent(string Peer, string Reason) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 106;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "A connection from {Peer} failed: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Peer, Reason];
}
