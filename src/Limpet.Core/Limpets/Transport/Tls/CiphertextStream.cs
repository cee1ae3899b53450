using System.Buffers;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>
/// What <see cref="System.Net.Security.SslStream"/> reads from and writes to. Reading waits, until its deadline; writing does so during the handshake alone, and
/// afterwards only keeps what was written, to be pushed on without waiting.
/// </summary>
/// <remarks>One thread may read while another writes; the reading one may write as well, since TLS answers some of what it reads by itself.</remarks>
internal sealed class CiphertextStream(LinkTransport socket) : Stream
{
    private const byte HandshakeRecord = 0x16;
    private const int ShownMost = 8;
    private const int KeptMost = 256 * 1024;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _pending = new();
    private int _sent;

    /// <summary>Until when reading waits, and writing where it does.</summary>
    public Deadline Deadline { get; set; }

    /// <summary>Whether what is written is sent before writing returns.</summary>
    public bool WritesWait { get; set; } = true;

    /// <summary>Whether any byte has come.</summary>
    public bool HasReceived { get; private set; }

    /// <summary>Whether something that was written has not reached the system.</summary>
    public bool HoldsBytes
    {
        get
        {
            lock (_gate)
            {
                return _sent < _pending.WrittenCount;
            }
        }
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="LimpetTimeoutException">Nothing came before the deadline.</exception>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    /// <exception cref="TlsException">The first that came is no TLS.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var count = socket.Receive(buffer, Deadline);
        if (count < 0)
        {
            throw new LimpetTimeoutException("Nothing came in time.");
        }

        if (count > 0 && !HasReceived)
        {
            HasReceived = true;
            CheckFirst(buffer[..count]);
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            _pending.Write(buffer);
            if (WritesWait)
            {
                socket.SendAll(_pending.WrittenSpan[_sent..], Deadline.Left);
                Empty();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes at once: SslStream has no other way to say that it ends.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Pushes on what the system takes at once, and says whether that was all.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public bool Push()
    {
        lock (_gate)
        {
            if (_sent == _pending.WrittenCount)
            {
                return true;
            }

            _sent += socket.SendSome(_pending.WrittenSpan[_sent..]);
            if (_sent < _pending.WrittenCount)
            {
                return false;
            }

            Empty();
            return true;
        }
    }

    public override void Flush()
    {
        // SslStream flushes after each write; what is kept waits for its turn.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    internal static void CheckFirst(ReadOnlySpan<byte> first)
    {
        if (first[0] is HandshakeRecord or TlsAlert.ContentType)
        {
            return;
        }

        var helo = "HELO"u8;
        throw first.StartsWith(helo) || helo.StartsWith(first)
            ? new TlsException(TlsFault.PeerIsPlain, "The other side speaks plain text; use tcp: here or tls: there.")
            : new TlsException(TlsFault.PeerIsForeign, $"What the other side says is no TLS: it begins with {Helo.Show(first[..Math.Min(first.Length, ShownMost)])}; expected TLS 1.3.");
    }

    private void Empty()
    {
        _sent = 0;
        if (_pending.Capacity > KeptMost)
        {
            _pending = new ArrayBufferWriter<byte>();
        }
        else
        {
            _pending.ResetWrittenCount();
        }
    }
}
