using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// A connection to a Limpet, as its pair, to send and receive messages by hand or to hand to a <see cref="LimpetService"/>. HELO has been said on it.
/// One thread may send while another one receives.
/// </summary>
public sealed class LimpetSocket : IDisposable
{
    /// <summary>The longest entire message that is taken when nothing else is said: what the kernel module takes as it is usually built (kbus.md 4, MAXMSGSIZE).</summary>
    public const int DefaultMaxMessageSize = 409_600;

    // So long a wait for bytes may go on after it was cancelled.
    private static readonly TimeSpan CancelSlice = TimeSpan.FromMilliseconds(50);

    private readonly LinkTransport _transport;
    private readonly Lock _sending = new();
    private readonly Lock _receiving = new();
    private readonly ArrayBufferWriter<byte> _out = new();
    private WireDecoder? _decoder;
    private uint _serial;
    private int _closed;

    private LimpetSocket(LinkTransport transport, string endpoint, uint networkId, uint peerNetworkId, int maxMessageSize)
    {
        _transport = transport;
        Endpoint = endpoint;
        NetworkId = networkId;
        PeerNetworkId = peerNetworkId;
        _decoder = new WireDecoder(maxMessageSize);
    }

    /// <summary>Where it is connected to.</summary>
    public string Endpoint { get; }

    /// <summary>Our network id.</summary>
    public uint NetworkId { get; }

    /// <summary>The Limpet's network id.</summary>
    public uint PeerNetworkId { get; }

    /// <summary>Who is at the other end, as far as the connection tells.</summary>
    public PeerIdentity Peer => _transport.Peer;

    /// <summary>Whether it is neither closed nor handed on.</summary>
    public bool IsOpen => Volatile.Read(ref _closed) == 0;

    /// <summary>Connects where no TLS is spoken; see <see cref="Connect(Endpoints.Endpoint, uint, TimeSpan, TlsOptions?, CancellationToken)"/>.</summary>
    public static LimpetSocket Connect(Endpoint endpoint, uint networkId, TimeSpan timeout, CancellationToken cancellationToken = default)
        => Connect(endpoint, networkId, timeout, tls: null, cancellationToken);

    /// <summary>Connects to a Limpet that listens, and exchanges HELO (limpet.md 6, connect_as_client).</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="networkId">Our network id, 1 or more.</param>
    /// <param name="timeout">How long connecting may take, and the HELO.</param>
    /// <param name="tls">Our certificate and whom we believe, for a <c>tls:</c> endpoint alone.</param>
    /// <param name="cancellationToken">Ends the connecting, and the HELO.</param>
    /// <exception cref="LimpetException">It cannot be connected to, or the HELO or TLS went wrong; see <see cref="Endpoints.Endpoint.Connect"/> and <see cref="Helo.Read"/>.</exception>
    public static LimpetSocket Connect(Endpoint endpoint, uint networkId, TimeSpan timeout, TlsOptions? tls, CancellationToken cancellationToken = default)
    {
        CheckNetworkId(networkId);
        TlsOptions.CheckFor(endpoint, tls);
        return Over(LinkTransports.Connect(endpoint, tls, timeout, cancellationToken), endpoint.ToString(), networkId, timeout, DefaultMaxMessageSize, cancellationToken);
    }

    /// <summary>Waits for somebody to connect where no TLS is spoken; see <see cref="Accept(EndpointListener, uint, TimeSpan, TlsOptions?, CancellationToken)"/>.</summary>
    public static LimpetSocket Accept(EndpointListener listener, uint networkId, TimeSpan timeout, CancellationToken cancellationToken = default)
        => Accept(listener, networkId, timeout, tls: null, cancellationToken);

    /// <summary>Waits for somebody to connect, and exchanges HELO (limpet.md 6, connect_as_server; the listener is <see cref="Endpoints.Endpoint.Listen()"/>).</summary>
    /// <param name="listener">Where they connect to; it stays open.</param>
    /// <param name="networkId">Our network id, 1 or more.</param>
    /// <param name="timeout">How long the HELO may take once somebody has connected.</param>
    /// <param name="tls">Our certificate and whom we believe, for a <c>tls:</c> endpoint alone.</param>
    /// <param name="cancellationToken">Ends the waiting, and the HELO.</param>
    /// <exception cref="LimpetException">The HELO or TLS went wrong.</exception>
    public static LimpetSocket Accept(EndpointListener listener, uint networkId, TimeSpan timeout, TlsOptions? tls, CancellationToken cancellationToken = default)
    {
        CheckNetworkId(networkId);
        TlsOptions.CheckFor(listener.Endpoint, tls);
        var transport = LinkTransports.Over(listener.Accept(cancellationToken), listener.Endpoint, LimpetRole.Server, tls);
        return Over(transport, listener.Endpoint.ToString(), networkId, timeout, DefaultMaxMessageSize, cancellationToken);
    }

    /// <summary>Exchanges HELO on a socket that is connected already. The socket is closed where that fails.</summary>
    /// <exception cref="LimpetException">The HELO went wrong.</exception>
    public static LimpetSocket Over(Socket socket, string endpoint, uint networkId, TimeSpan timeout, int maxMessageSize = DefaultMaxMessageSize)
        => Over(LinkTransports.Over(socket), endpoint, networkId, timeout, maxMessageSize, CancellationToken.None);

    /// <summary>
    /// Sends a message as a Limpet would whose bus it came from: one without an id gets the next of our network, one without an origin ours, and a Request is
    /// the Limpet's to pass on to a replier (WANT_YOU_TO_REPLY).
    /// </summary>
    /// <returns>The id it was sent with, which is in_reply_to of the Reply.</returns>
    /// <exception cref="OtherLimpetGoneAwayException">The other side has closed.</exception>
    /// <exception cref="ObjectDisposedException">This is closed, or was handed on.</exception>
    public MessageId Send(KbusMessage message)
    {
        lock (_sending)
        {
            var id = message.Id.IsNone ? new MessageId(NetworkId, ++_serial) : message.Id.Network == 0 ? message.Id with { Network = NetworkId } : message.Id;
            var origFrom = message.OrigFrom.Network == 0 ? new OriginId(NetworkId, message.From) : message.OrigFrom;
            var flags = message.IsRequest ? message.Flags | MessageFlags.WantYouToReply : message.Flags;
            SendAsItIs(message with { Id = id, OrigFrom = origFrom, Flags = flags });
            return id;
        }
    }

    /// <summary>Sends a message with nothing changed, waiting while the other side takes no more.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The other side has closed.</exception>
    /// <exception cref="ObjectDisposedException">This is closed, or was handed on.</exception>
    public void SendAsItIs(KbusMessage message)
    {
        lock (_sending)
        {
            ObjectDisposedException.ThrowIf(!IsOpen, this);
            _out.ResetWrittenCount();
            WireWriter.Write(message, _out);
            _transport.SendAll(_out.WrittenSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Waits for a message.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The other side has closed.</exception>
    /// <exception cref="BadMessageException">It sent what is no message.</exception>
    /// <exception cref="TurnedAwayException">It does not want this connection, and said why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    /// <exception cref="ObjectDisposedException">This is closed, or was handed on.</exception>
    public KbusMessage Receive(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (TryReceive(CancelSlice, out var message))
            {
                return message;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits for a message so long, and says whether one came; throws as <see cref="Receive"/>.</summary>
    public bool TryReceive(TimeSpan timeout, [NotNullWhen(true)] out KbusMessage? message)
    {
        lock (_receiving)
        {
            var deadline = new Deadline(timeout);
            ObjectDisposedException.ThrowIf(_decoder is null, this);
            while (!TryDecode(_decoder, out message))
            {
                var count = _transport.Receive(_decoder.GetSpan(), deadline);
                if (count < 0)
                {
                    return false;
                }

                if (count == 0)
                {
                    ObjectDisposedException.ThrowIf(!IsOpen, this);
                    _decoder.End();
                    throw new OtherLimpetGoneAwayException("The other Limpet closed the connection.");
                }

                _decoder.Advance(count);
            }

            return true;
        }
    }

    /// <summary>Closes the connection; who waits in <see cref="Receive"/> or in sending is told.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        _transport.ShutDown();
        lock (_sending)
        {
            lock (_receiving)
            {
                _decoder?.Dispose();
                _decoder = null;
                _transport.Dispose();
            }
        }
    }

    /// <summary>Hands the connection on, with what was received and not read; this can do nothing any more.</summary>
    internal (LinkTransport Transport, WireDecoder Decoder) HandOn()
    {
        lock (_sending)
        {
            lock (_receiving)
            {
                ObjectDisposedException.ThrowIf(Interlocked.Exchange(ref _closed, 1) != 0, this);
                var decoder = _decoder!;
                _decoder = null;
                return (_transport, decoder);
            }
        }
    }

    private static LimpetSocket Over(LinkTransport transport, string endpoint, uint networkId, TimeSpan timeout, int maxMessageSize, CancellationToken cancellationToken)
    {
        try
        {
            using var stop = cancellationToken.UnsafeRegister(static t => ((LinkTransport)t!).ShutDown(), transport);
            CheckNetworkId(networkId);
            transport.Open(timeout);
            return new LimpetSocket(transport, endpoint, networkId, HeloExchange.Run(transport, networkId, timeout, out _), maxMessageSize);
        }
        catch
        {
            transport.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private bool TryDecode(WireDecoder decoder, [NotNullWhen(true)] out KbusMessage? message)
    {
        if (!decoder.TryRead(out message))
        {
            return false;
        }

        return message.IsReply && Farewell.Read(message, PeerNetworkId) is { } farewell
            ? throw new TurnedAwayException(farewell.Reason, farewell.Kind == FarewellKind.Displaced)
            : true;
    }

    private static void CheckNetworkId(uint networkId)
    {
        if (networkId == 0)
        {
            throw new NetworkIdException("Our network id is 0; expected 1 to 4294967295.");
        }
    }
}
