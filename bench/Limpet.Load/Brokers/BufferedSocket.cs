using System.Net;
using System.Net.Sockets;

namespace Limpet.Load.Brokers;

/// <summary>A connection to a port of this machine, with what is to be sent held in one buffer and what was read in another. One thread may read while another writes.</summary>
internal sealed class BufferedSocket : IDisposable
{
    private const int InitialBytes = 64 * 1024;

    private readonly Socket _socket;
    private byte[] _held = new byte[InitialBytes];
    private int _heldCount;
    private byte[] _read = new byte[InitialBytes];
    private int _from;
    private int _until;

    public BufferedSocket(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Held by whoever writes.</summary>
    public Lock Writing { get; } = new();

    /// <summary>What was read and not yet consumed.</summary>
    public ReadOnlySpan<byte> Unread => _read.AsSpan(_from, _until - _from);

    /// <summary>Says that so much of it is no longer needed.</summary>
    public void Consume(int count) => _from += count;

    /// <summary>Waits for more.</summary>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    public void Fill()
    {
        if (_from > 0)
        {
            Unread.CopyTo(_read);
            (_from, _until) = (0, _until - _from);
        }

        if (_until == _read.Length)
        {
            Array.Resize(ref _read, 2 * _read.Length);
        }

        var got = _socket.Receive(_read.AsSpan(_until));
        if (got == 0)
        {
            throw new EndOfStreamException("The server closed the connection.");
        }

        _until += got;
    }

    /// <summary>Waits for more, and closes the connection when that is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public void Fill(CancellationToken cancellationToken)
    {
        using var closing = cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), _socket);
        try
        {
            Fill();
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            throw new OperationCanceledException("It was cancelled.", e, cancellationToken);
        }
    }

    /// <summary>Room for so many bytes to be sent, which <see cref="Hold"/> takes.</summary>
    public Span<byte> Room(int count)
    {
        if (_heldCount + count > _held.Length)
        {
            Flush();
            if (count > _held.Length)
            {
                _held = new byte[count];
            }
        }

        return _held.AsSpan(_heldCount, count);
    }

    /// <summary>Says that so many bytes of the room are to be sent.</summary>
    public void Hold(int count) => _heldCount += count;

    /// <summary>Sends what is held.</summary>
    public void Flush()
    {
        var bytes = _held.AsSpan(0, _heldCount);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }

        _heldCount = 0;
    }

    public void Dispose() => _socket.Dispose();
}
