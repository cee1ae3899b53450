using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Limpet.Load.Nats;

/// <summary>
/// A connection to a NATS server that speaks what is needed of its client protocol (INFO, CONNECT, PUB, SUB, MSG, PING, PONG). What is published is held until it is
/// flushed or there is much of it. One thread may read while another writes.
/// </summary>
internal sealed class NatsConnection : IDisposable
{
    private const int WriteBytes = 64 * 1024;
    private const int ReadBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly Lock _writing = new();
    private byte[] _held = new byte[WriteBytes];
    private int _heldCount;
    private byte[] _read = new byte[ReadBytes];
    private int _from;
    private int _until;

    public NatsConnection(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(IPAddress.Loopback, port);
        Say("CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"name\":\"load\"}\r\nPING\r\n");
        RoundTrip();
    }

    /// <summary>What is called for each message: its subject, whom to answer or nothing, and its data, all of which are gone after the call.</summary>
    public delegate void Handler(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> data);

    /// <summary>Subscribes, and waits until the server knows.</summary>
    public void Subscribe(string subject, int number)
    {
        Say($"SUB {subject} {number}\r\nPING\r\n");
        RoundTrip();
    }

    /// <summary>Publishes.</summary>
    /// <param name="subject">What as.</param>
    /// <param name="replyTo">Who is to be answered; empty for nobody.</param>
    /// <param name="data">The data.</param>
    public void Publish(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> data)
    {
        lock (_writing)
        {
            Room(subject.Length + replyTo.Length + data.Length + 32);
            Hold("PUB "u8);
            Hold(subject);
            if (!replyTo.IsEmpty)
            {
                Hold(" "u8);
                Hold(replyTo);
            }

            Hold(" "u8);
            Utf8Formatter.TryFormat(data.Length, _held.AsSpan(_heldCount), out var digits);
            _heldCount += digits;
            Hold("\r\n"u8);
            Hold(data);
            Hold("\r\n"u8);
        }
    }

    /// <summary>Sends what is held.</summary>
    public void Flush()
    {
        lock (_writing)
        {
            SendHeld();
        }
    }

    /// <summary>Waits for bytes, and hands on every message that is whole.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before, and the connection is closed.</exception>
    public void Receive(Handler handler, CancellationToken cancellationToken)
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

        while (TakeOne(handler) is { } control)
        {
            Answer(control);
        }
    }

    public void Dispose() => _socket.Dispose();

    // What is left of a line that is no message; empty after a message, null where nothing is whole.
    private string? TakeOne(Handler? handler)
    {
        var bytes = _read.AsSpan(_from, _until - _from);
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var line = bytes[..end];
        if (!line.StartsWith("MSG "u8))
        {
            _from += end + 2;
            return Encoding.ASCII.GetString(line);
        }

        // MSG subject number [reply-to] length
        var length = line[(line.LastIndexOf((byte)' ') + 1)..];
        if (!Utf8Parser.TryParse(length, out int count, out _))
        {
            throw new InvalidDataException($"NATS sent '{Encoding.ASCII.GetString(line)}', which has no length.");
        }

        var whole = end + 2 + count + 2;
        if (bytes.Length < whole)
        {
            return null;
        }

        var subject = line[4..];
        subject = subject[..subject.IndexOf((byte)' ')];
        var rest = line[(4 + subject.Length + 1)..(line.Length - length.Length)].TrimEnd((byte)' ');
        var space = rest.IndexOf((byte)' ');
        handler?.Invoke(subject, space < 0 ? default : rest[(space + 1)..], bytes.Slice(end + 2, count));
        _from += whole;
        return "";
    }

    private void Answer(string control)
    {
        if (control is "PING")
        {
            Say("PONG\r\n");
        }
        else if (control.StartsWith("-ERR", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"NATS says {control}");
        }
    }

    // The server answers in order: with PONG it has done what was asked before PING.
    private void RoundTrip()
    {
        while (true)
        {
            Fill();
            while (TakeOne(handler: null) is { } control)
            {
                if (control is "PONG")
                {
                    return;
                }

                Answer(control);
            }
        }
    }

    private void Fill()
    {
        if (_from > 0)
        {
            _read.AsSpan(_from, _until - _from).CopyTo(_read);
            (_from, _until) = (0, _until - _from);
        }

        if (_until == _read.Length)
        {
            Array.Resize(ref _read, 2 * _read.Length);
        }

        var got = _socket.Receive(_read.AsSpan(_until));
        if (got == 0)
        {
            throw new EndOfStreamException("NATS closed the connection.");
        }

        _until += got;
    }

    private void Say(string text)
    {
        lock (_writing)
        {
            Room(text.Length);
            Hold(Encoding.ASCII.GetBytes(text));
            SendHeld();
        }
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_held.AsSpan(_heldCount));
        _heldCount += bytes.Length;
    }

    private void Room(int count)
    {
        if (_heldCount + count <= _held.Length)
        {
            return;
        }

        SendHeld();
        if (count > _held.Length)
        {
            _held = new byte[count];
        }
    }

    private void SendHeld()
    {
        var bytes = _held.AsSpan(0, _heldCount);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }

        _heldCount = 0;
    }
}
