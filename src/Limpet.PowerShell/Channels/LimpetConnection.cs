using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Channels;

/// <summary>A connection to a Limpet, as its pair, held by hand: what Connect-LimpetSocket gives.</summary>
public sealed class LimpetConnection : MessageChannel
{
    // A bind event names the Ksock that bound; this side has one user and no bus, so any number does.
    private const uint OwnKsock = 1;

    private readonly LimpetSocket _socket;
    private readonly HashSet<string> _replierFor = new(StringComparer.Ordinal);

    private LimpetConnection(LimpetSocket socket) => _socket = socket;

    /// <summary>Always null: it is on no bus of its own.</summary>
    public override int? Kbus => null;

    /// <summary>Where it is connected to.</summary>
    public string Endpoint => _socket.Endpoint;

    /// <summary>Our network id.</summary>
    public uint NetworkId => _socket.NetworkId;

    /// <summary>The Limpet's network id.</summary>
    public uint PeerNetworkId => _socket.PeerNetworkId;

    /// <summary>Whether it is neither disconnected nor handed to Start-Limpet.</summary>
    public override bool IsOpen => _socket.IsOpen;

    internal override string Description => $"the socket to {Endpoint}";

    /// <summary>Connects and exchanges HELO.</summary>
    /// <exception cref="LimpetException">It cannot be connected to, or the HELO went wrong.</exception>
    internal static LimpetConnection Connect(Endpoint endpoint, uint networkId, TimeSpan timeout, TlsOptions? tls, CancellationToken cancellationToken)
        => new(LimpetSocket.Connect(endpoint, networkId, timeout, tls, cancellationToken));

    /// <summary>Tells the Limpet that this side has a replier for the name, so that it passes its Requests on; once a name.</summary>
    /// <exception cref="LimpetException">The other side has closed.</exception>
    internal void BindReplier(string name)
    {
        if (_replierFor.Add(name))
        {
            var data = new ReplierBindEvent(IsBind: true, OwnKsock, MessageName.Parse(name)).ToData(bigEndian: false);
            _socket.SendAsItIs(new KbusMessage(MessageName.ReplierBindEvent, data) { Id = new MessageId(NetworkId, 0), Flags = MessageFlags.Synthetic });
        }
    }

    /// <summary>Gives the socket to somebody else; this can do nothing any more.</summary>
    internal LimpetSocket HandOver() => _socket;

    /// <summary>Where it is connected to, and whether it still is.</summary>
    public override string ToString() => IsOpen ? Description : $"{Description} (closed)";

    private protected override KbusMessage SendMessage(KbusMessage message, CancellationToken cancellationToken)
        => message with { Id = _socket.Send(message) };

    private protected override KbusMessage ReceiveMessage(CancellationToken cancellationToken) => _socket.Receive(cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }
    }
}
