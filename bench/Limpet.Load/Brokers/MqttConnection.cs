using System.Text;

namespace Limpet.Load.Brokers;

/// <summary>
/// Speaks what is needed of MQTT 3.1.1: CONNECT, SUBSCRIBE, and PUBLISH at QoS 0. It has no word for whom to answer, so that stands as the last level of the topic: a name
/// is published as <c>name</c> or <c>name/replyTo</c>, and subscribed to as <c>name/#</c>, which is both.
/// </summary>
internal sealed class MqttConnection : IBrokerConnection
{
    private const byte Connect = 0x10;
    private const byte ConnectAcknowledged = 0x20;
    private const byte Publication = 0x30;
    private const byte SubscribeRequest = 0x82;
    private const byte SubscribeAcknowledged = 0x90;
    private const byte Refused = 0x80;
    private const byte Kind = 0xF0;

    // Four bytes of seven bits are the longest length there is (MQTT 3.1.1, section 2.2.3).
    private const int MostLengthBytes = 4;

    private readonly BufferedSocket _socket;
    private ushort _subscriptions;

    public MqttConnection(int port)
    {
        _socket = new BufferedSocket(port);

        // Protocol MQTT, level 4; a clean session; no keepalive; an id of its own.
        RoundTrip(Connect, [0, 4, .. "MQTT"u8, 4, 2, 0, 0, .. Text($"load-{Guid.NewGuid():N}")], ConnectAcknowledged);
    }

    // '#' is the level above it too (section 4.7.1.2).
    public void Subscribe(string name)
    {
        _subscriptions++;
        RoundTrip(SubscribeRequest, [(byte)(_subscriptions >> 8), (byte)_subscriptions, .. Text($"{name}/#"), 0], SubscribeAcknowledged);
    }

    public void Publish(ReadOnlySpan<byte> name, ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> data)
    {
        var topic = name.Length + (replyTo.IsEmpty ? 0 : 1 + replyTo.Length);
        lock (_socket.Writing)
        {
            var room = Begin(Publication, 2 + topic + data.Length);
            room.PutLength(topic);
            room.Put(name);
            if (!replyTo.IsEmpty)
            {
                room.Put((byte)'/');
                room.Put(replyTo);
            }

            room.Put(data);
            _socket.Hold(room.Count);
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
        while (TryTake(out var kind, out var body))
        {
            if ((kind & Kind) == Publication)
            {
                HandOn(body, handler);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static void HandOn(ReadOnlySpan<byte> body, MessageHandler handler)
    {
        var length = (body[0] << 8) | body[1];
        var topic = body.Slice(2, length);
        var slash = topic.IndexOf((byte)'/');
        handler(slash < 0 ? default : topic[(slash + 1)..], body[(2 + length)..]);
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private SpanCursor Begin(byte kind, int length)
    {
        var room = new SpanCursor(_socket.Room(1 + MostLengthBytes + length));
        room.Put(kind);
        for (; length > 0x7F; length >>= 7)
        {
            room.Put((byte)(length | 0x80));
        }

        room.Put((byte)length);
        return room;
    }

    private void RoundTrip(byte kind, ReadOnlySpan<byte> body, byte answer)
    {
        lock (_socket.Writing)
        {
            var room = Begin(kind, body.Length);
            room.Put(body);
            _socket.Hold(room.Count);
            _socket.Flush();
        }

        while (true)
        {
            _socket.Fill();
            while (TryTake(out var came, out var result))
            {
                if (came == answer)
                {
                    // The last byte is a return code: 0 is yes.
                    if (result[^1] is not 0)
                    {
                        throw new InvalidOperationException($"The broker refuses with {result[^1] & ~Refused}.");
                    }

                    return;
                }
            }
        }
    }

    // What is given is gone with the next Fill.
    private bool TryTake(out byte kind, out ReadOnlySpan<byte> body)
    {
        kind = 0;
        body = default;
        var bytes = _socket.Unread;
        var (length, at) = (0, 1);
        while (true)
        {
            if (bytes.Length <= at)
            {
                return false;
            }

            length |= (bytes[at] & 0x7F) << (7 * (at - 1));
            if ((bytes[at++] & 0x80) == 0)
            {
                break;
            }

            if (at > MostLengthBytes)
            {
                throw new InvalidDataException("The broker sent a length of more than four bytes.");
            }
        }

        if (bytes.Length < at + length)
        {
            return false;
        }

        kind = bytes[0];
        body = bytes.Slice(at, length);
        _socket.Consume(at + length);
        return true;
    }
}
