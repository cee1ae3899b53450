using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>Somebody connected and was refused, which they are told.</summary>
/// <param name="Peer">Who, as far as the connection tells.</param>
/// <param name="Reason">Why.</param>
public sealed record PeerRefusedEvent(string Peer, string Reason) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 107;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "A connection from {Peer} was refused: {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Peer, Reason];
}
