using System.Net.Security;
using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>
/// The wire inside TLS 1.3. Sending never waits here either: what TLS made of the bytes is kept until the system takes it, and meanwhile no more are taken.
/// </summary>
/// <remarks>
/// SslStream looks at the other side's certificate once the handshake is over, and can then send no alert of its own. So the handshake takes whatever
/// certificate there is, and before anything else is said or heard it is judged; whoever is refused is told by the alert's record, sent inside TLS in place of HELO.
/// </remarks>
internal sealed partial class TlsTransport : LinkTransport
{
    // So many bytes become ciphertext at a time: enough for one write to be worth it, and all that is held.
    private const int TakenMost = 64 * 1024;

    private readonly PlainTransport _socket;
    private readonly CiphertextStream _ciphertext;
    private readonly SslStream _ssl;
    private readonly TlsOptions _options;
    private readonly LimpetRole _own;
    private readonly string? _serverName;
    private readonly Lock _sending = new();
    private PeerIdentity _peer;
    private bool _isOpen;
    private bool _saidEnd;
    private bool _hasHeard;
    private bool _isDrained;

    /// <param name="socket">A connected socket, which is the transport's from now on.</param>
    /// <param name="own">Which side we are.</param>
    /// <param name="options">Who we are, and whom we believe.</param>
    /// <param name="serverName">For a client the host that it connects to.</param>
    public TlsTransport(Socket socket, LimpetRole own, TlsOptions options, string? serverName)
    {
        _socket = new PlainTransport(socket);
        _peer = _socket.Peer;
        _ciphertext = new CiphertextStream(_socket);
        _ssl = new SslStream(_ciphertext, leaveInnerStreamOpen: true);
        (_own, _options, _serverName) = (own, options, serverName);
    }

    /// <summary>The host, and once it has been opened the certificate.</summary>
    public override PeerIdentity Peer => _peer;

    public override bool HoldsBytes => _ciphertext.HoldsBytes;

    public override int Receive(Span<byte> into, Deadline deadline)
    {
        // A time that is over costs an exception inside SslStream, so it is waited for outside where nothing is left there.
        if (_isDrained && deadline.Timeout != Timeout.InfiniteTimeSpan && !_socket.WaitToReceive(deadline))
        {
            return -1;
        }

        _ciphertext.Deadline = deadline;
        int count;
        try
        {
            count = _ssl.Read(into);
        }
        catch (Exception e) when (Find<LimpetTimeoutException>(e) is not null)
        {
            _isDrained = true;
            return -1;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw ExplainBreak(e);
        }

        _isDrained = count < into.Length;
        if (!_hasHeard && count > 0)
        {
            _hasHeard = true;
            if (TlsAlert.TryRead(into[..count], out var alert))
            {
                throw TlsAlert.Explain(alert, _options.Certificate);
            }
        }

        return count;
    }

    public override int SendSome(ReadOnlySpan<byte> bytes)
    {
        try
        {
            lock (_sending)
            {
                var taken = 0;
                while (_ciphertext.Push() && taken < bytes.Length)
                {
                    if (_saidEnd)
                    {
                        throw new OtherLimpetGoneAwayException("The connection to the other Limpet was closed here.");
                    }

                    var part = bytes.Slice(taken, Math.Min(TakenMost, bytes.Length - taken));
                    _ssl.Write(part);
                    taken += part.Length;
                }

                return taken;
            }
        }
        catch (OtherLimpetGoneAwayException) when (!_hasHeard)
        {
            // Whoever refused us has closed by now, and what it said of the reason has been received.
            HearWhy();
            throw;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw ExplainBreak(e);
        }
    }

    public override void Bear(TimeSpan patience) => _socket.Bear(patience);

    public override bool WaitToSend(Deadline deadline) => _socket.WaitToSend(deadline);

    public override void EndSending()
    {
        lock (_sending)
        {
            SayEnd();
        }

        _socket.EndSending();
    }

    public override void EndReceiving() => _socket.EndReceiving();

    public override void ShutDown()
    {
        // Who is sending at this moment is interrupted, and the end is then heard without being said.
        if (_sending.TryEnter())
        {
            try
            {
                SayEnd();
            }
            finally
            {
                _sending.Exit();
            }
        }

        _socket.ShutDown();
    }

    public override void Dispose()
    {
        _ssl.Dispose();
        _ciphertext.Dispose();
        _socket.Dispose();
    }

    private static T? Find<T>(Exception e)
        where T : Exception
    {
        for (Exception? below = e; below is not null; below = below.InnerException)
        {
            if (below is T found)
            {
                return found;
            }
        }

        return null;
    }

    private void SayEnd()
    {
        if (!_isOpen || _saidEnd)
        {
            return;
        }

        _saidEnd = true;
        try
        {
            _ssl.ShutdownAsync().GetAwaiter().GetResult();
            _ciphertext.Push();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or LimpetException)
        {
            // The other side was first, or the connection is broken.
        }
    }

    private void HearWhy()
    {
        Span<byte> heard = stackalloc byte[TlsAlert.RecordLength];
        try
        {
            Receive(heard, new Deadline(TimeSpan.Zero));
        }
        catch (OtherLimpetGoneAwayException)
        {
            // It said nothing.
        }
    }

    private LimpetException ExplainBreak(Exception e) => Find<LimpetException>(e)
        ?? (OpenSslError.AlertIn(e) is { } alert ? TlsAlert.Explain(alert, _options.Certificate, e)
            : e.InnerException is null ? new OtherLimpetGoneAwayException("The connection to the other Limpet broke in the middle of what TLS was sending.", e)
            : new TlsException(TlsFault.Broken, $"What came cannot be decrypted: {OpenSslError.TextIn(e)}.", e));
}
