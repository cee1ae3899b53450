using System.Buffers;
using System.Buffers.Binary;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Wire;

/// <summary>Puts messages into the bytes of limpet.md 1.</summary>
public static class WireWriter
{
    // The three numbers with which the data of a ReplierBindEvent begins, the only data whose byte order the wire changes.
    private const int BindEventNumbers = 3 * sizeof(uint);

    /// <summary>Appends the message.</summary>
    public static void Write(KbusMessage message, IBufferWriter<byte> destination)
    {
        var length = WireFormat.MessageLength(message);
        Write(message, destination.GetSpan(length));
        destination.Advance(length);
    }

    /// <summary>Writes the message and gives the bytes written, which are <see cref="WireFormat.MessageLength(KbusMessage)"/>.</summary>
    /// <exception cref="ArgumentException">
    /// The destination is shorter than that, or the message is a ReplierBindEvent whose data is none.
    /// </exception>
    public static int Write(KbusMessage message, Span<byte> destination)
    {
        var length = WireFormat.MessageLength(message);
        if (destination.Length < length)
        {
            throw new ArgumentException($"The message has {length} bytes on the wire, the destination {destination.Length}.", nameof(destination));
        }

        destination = destination[..length];
        var head = WireFormat.HeadLength(message);
        WriteHead(message, destination[..head]);
        var data = destination[head..];
        message.Data.Span.CopyTo(data);
        if (message.Name == MessageName.ReplierBindEvent)
        {
            TurnBindEvent(message, data);
        }

        WriteTail(data[message.Data.Length..]);
        return length;
    }

    /// <summary>Writes what comes before the data, which are <see cref="WireFormat.HeadLength(KbusMessage)"/> bytes.</summary>
    internal static void WriteHead(KbusMessage message, Span<byte> head)
    {
        WriteHeader(message, head);
        var name = head[WireFormat.HeaderLength..];
        message.Name.WriteTo(name);
        name[message.Name.Length..].Clear();
    }

    /// <summary>Writes what comes after the data: its padding, and the guard.</summary>
    internal static void WriteTail(Span<byte> tail)
    {
        tail[..^sizeof(uint)].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(tail[^sizeof(uint)..], WireFormat.EndGuard);
    }

    private static void WriteHeader(KbusMessage message, Span<byte> header)
    {
        var at = 0;
        Put(header, ref at, WireFormat.StartGuard);
        Put(header, ref at, message.Id.Network);
        Put(header, ref at, message.Id.Serial);
        Put(header, ref at, message.InReplyTo.Network);
        Put(header, ref at, message.InReplyTo.Serial);
        Put(header, ref at, message.To);
        Put(header, ref at, message.From);
        Put(header, ref at, message.OrigFrom.Network);
        Put(header, ref at, message.OrigFrom.Local);
        Put(header, ref at, message.FinalTo.Network);
        Put(header, ref at, message.FinalTo.Local);
        Put(header, ref at, message.Extra);
        Put(header, ref at, (uint)message.Flags);
        Put(header, ref at, (uint)message.Name.Length);
        Put(header, ref at, (uint)message.Data.Length);
        Put(header, ref at, WireFormat.EndGuard);

        static void Put(Span<byte> header, ref int at, uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header[at..], value);
            at += sizeof(uint);
        }
    }

    private static void TurnBindEvent(KbusMessage message, Span<byte> data)
    {
        var native = message.Data.Span;
        if (!ReplierBindEvent.TryRead(native, bigEndian: false, out _, out var fault))
        {
            throw new ArgumentException($"The message cannot go on the wire: {fault}.", nameof(message));
        }

        for (var at = 0; at < BindEventNumbers; at += sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32BigEndian(data[at..], BitConverter.ToUInt32(native[at..]));
        }
    }
}
