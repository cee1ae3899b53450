using System.Buffers.Text;
using System.Text;

namespace Limpet.Load.Brokers;

/// <summary>Speaks what is needed of the NATS client protocol: INFO, CONNECT, PUB, SUB, MSG, PING, PONG.</summary>
internal sealed class NatsConnection : IBrokerConnection
{
    // PUB, spaces, ends of lines, and the digits of a length.
    private const int MostAround = 32;

    private readonly BufferedSocket _socket;
    private int _subscriptions;

    public NatsConnection(int port)
    {
        _socket = new BufferedSocket(port);
        RoundTrip("CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"name\":\"load\"}");
    }

    public void Subscribe(string name) => RoundTrip($"SUB {name} {++_subscriptions}");

    public void Publish(ReadOnlySpan<byte> name, ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> data)
    {
        lock (_socket.Writing)
        {
            var line = new SpanCursor(_socket.Room(name.Length + replyTo.Length + data.Length + MostAround));
            line.Put("PUB "u8);
            line.Put(name);
            if (!replyTo.IsEmpty)
            {
                line.Put((byte)' ');
                line.Put(replyTo);
            }

            line.Put((byte)' ');
            line.PutNumber(data.Length);
            line.Put("\r\n"u8);
            line.Put(data);
            line.Put("\r\n"u8);
            _socket.Hold(line.Count);
        }
    }

    public void Flush()
    {
        lock (_socket.Writing)
        {
            _socket.Flush();
        }
    }

    public void Receive(MessageHandler handler, CancellationToken cancellationToken)
    {
        _socket.Fill(cancellationToken);
        while (TakeOne(handler) is { } control)
        {
            Obey(control);
        }
    }

    public void Dispose() => _socket.Dispose();

    // A line that is no message; empty after a message, null where nothing is whole.
    private string? TakeOne(MessageHandler? handler)
    {
        var bytes = _socket.Unread;
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var line = bytes[..end];
        if (!line.StartsWith("MSG "u8))
        {
            _socket.Consume(end + 2);
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

        var rest = line[4..^length.Length];
        rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        var replyTo = rest[(rest.IndexOf((byte)' ') + 1)..].TrimEnd((byte)' ');
        handler?.Invoke(replyTo, bytes.Slice(end + 2, count));
        _socket.Consume(whole);
        return "";
    }

    private void Obey(string control)
    {
        if (control is "PING")
        {
            Say("PONG");
        }
        else if (control.StartsWith("-ERR", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"NATS says {control}");
        }
    }

    // The server answers in order: with PONG it has done what was asked before PING.
    private void RoundTrip(string line)
    {
        Say(line);
        Say("PING");
        while (true)
        {
            _socket.Fill();
            while (TakeOne(handler: null) is { } control)
            {
                if (control is "PONG")
                {
                    return;
                }

                Obey(control);
            }
        }
    }

    private void Say(string line)
    {
        lock (_socket.Writing)
        {
            var room = new SpanCursor(_socket.Room(line.Length + 2));
            room.Put(Encoding.ASCII.GetBytes(line));
            room.Put("\r\n"u8);
            _socket.Hold(room.Count);
            _socket.Flush();
        }
    }
}
