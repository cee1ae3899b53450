using System.Buffers.Binary;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Wire;

/// <summary>The header of a message on the wire, read where it stands (limpet.md 1).</summary>
internal readonly ref struct WireHeader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes[..WireFormat.HeaderLength];

    public uint StartGuard => Number(0);

    public MessageId Id => new(Number(1), Number(2));

    public MessageId InReplyTo => new(Number(3), Number(4));

    public uint To => Number(5);

    public uint From => Number(6);

    public OriginId OrigFrom => new(Number(7), Number(8));

    public OriginId FinalTo => new(Number(9), Number(10));

    public uint Extra => Number(11);

    public MessageFlags Flags => (MessageFlags)Number(12);

    public uint NameLength => Number(13);

    public uint DataLength => Number(14);

    public uint EndGuard => Number(15);

    /// <summary>The message with that name and data.</summary>
    public KbusMessage ToMessage(MessageName name, ReadOnlyMemory<byte> data) => new(name, data)
    {
        Id = Id,
        InReplyTo = InReplyTo,
        To = To,
        From = From,
        OrigFrom = OrigFrom,
        FinalTo = FinalTo,
        Extra = Extra,
        Flags = Flags,
    };

    private uint Number(int index) => BinaryPrimitives.ReadUInt32BigEndian(_bytes[(index * sizeof(uint))..]);
}
