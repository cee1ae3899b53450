using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Originals;

/// <summary>The wire of limpet.md 1 as the originals write it: each part of a message in a write of its own. It shares nothing with ours.</summary>
internal sealed class OriginalWire(Socket socket)
{
    private const uint StartGuard = 0x7375624B;
    private const uint EndGuard = 0x4B627573;
    private const int Numbers = 16;
    private const string BindEvent = "$.KBUS.ReplierBindEvent";

    public void SendHelo(uint networkId)
    {
        socket.Send("HELO"u8);
        socket.Send(BigEndian(networkId));
    }

    public uint ReceiveHelo()
    {
        var helo = Receive(8);
        return helo.AsSpan(0, 4).SequenceEqual("HELO"u8) ? Number(helo, 1) : throw new OriginalDiedException("The other side did not say HELO.");
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="name">In place of the message's name; the C Limpet writes names that are none.</param>
    public void Send(KbusMessage message, byte[]? name = null)
    {
        name ??= Encoding.Latin1.GetBytes(message.Name.Value);
        var data = SwapBindEvent(message.Name.Value, message.Data.ToArray());
        socket.Send(BigEndian(
            StartGuard, message.Id.Network, message.Id.Serial, message.InReplyTo.Network, message.InReplyTo.Serial, message.To, message.From,
            message.OrigFrom.Network, message.OrigFrom.Local, message.FinalTo.Network, message.FinalTo.Local, message.Extra, (uint)message.Flags,
            (uint)name.Length, (uint)data.Length, EndGuard));
        socket.Send([.. name, .. new byte[4 - (name.Length % 4)]]);
        if (data.Length > 0)
        {
            socket.Send([.. data, .. new byte[(4 - (data.Length % 4)) % 4]]);
        }

        socket.Send(BigEndian(EndGuard));
    }

    public KbusMessage Receive()
    {
        var header = Receive(Numbers * 4);
        if (Number(header, 0) != StartGuard || Number(header, Numbers - 1) != EndGuard)
        {
            throw new OriginalDiedException("The guards of a header are wrong.");
        }

        var (nameLength, dataLength) = ((int)Number(header, 13), (int)Number(header, 14));
        var name = Encoding.Latin1.GetString(Receive(4 * ((nameLength + 4) / 4)), 0, nameLength);
        var data = Receive(4 * ((dataLength + 3) / 4))[..dataLength];
        if (Number(Receive(4), 0) != EndGuard)
        {
            throw new OriginalDiedException("The last guard of a message is wrong.");
        }

        return new KbusMessage(MessageName.Parse(name), SwapBindEvent(name, data))
        {
            Id = new MessageId(Number(header, 1), Number(header, 2)),
            InReplyTo = new MessageId(Number(header, 3), Number(header, 4)),
            To = Number(header, 5),
            From = Number(header, 6),
            OrigFrom = new OriginId(Number(header, 7), Number(header, 8)),
            FinalTo = new OriginId(Number(header, 9), Number(header, 10)),
            Extra = Number(header, 11),
            Flags = (MessageFlags)Number(header, 12),
        };
    }

    private static byte[] BigEndian(params uint[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        }

        return bytes;
    }

    private static uint Number(byte[] bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * index));

    // The three numbers of a bind event are big-endian on the wire and native on the bus.
    private static byte[] SwapBindEvent(string name, byte[] data)
    {
        if (name == BindEvent)
        {
            for (var i = 0; i < 3; i++)
            {
                data.AsSpan(4 * i, 4).Reverse();
            }
        }

        return data;
    }

    private byte[] Receive(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var count = socket.Receive(bytes.AsSpan(at));
            at += count > 0 ? count : throw new OriginalDiedException("The other side has gone away.");
        }

        return bytes;
    }
}
