namespace Limpet.Core.Limpets.Events;

/// <summary>The link is up, and everything sent on our bus from now on is passed on.</summary>
public sealed record ConnectedEvent(uint PeerNetworkId, uint NetworkId, string Endpoint, string Bus) : LimpetEvent
{
    /// <summary>Who is at the other end, as far as the connection tells: a process and its user, a host, or a certificate.</summary>
    public string Peer { get; init; } = "";

    /// <inheritdoc/>
    public override int EventId => 102;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Connected to network {PeerNetworkId} at {Endpoint}, as network {NetworkId} on {Bus}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [PeerNetworkId, Endpoint, NetworkId, Bus];
}
