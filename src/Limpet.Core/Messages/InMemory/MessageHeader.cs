using System.Runtime.InteropServices;

namespace Limpet.Core.Messages.InMemory;

/// <summary>
/// The header of a message as a program lays it out in its memory, read field by field (kbus.md 3.1). Nothing is checked here.
/// </summary>
internal readonly ref struct MessageHeader(ReadOnlySpan<byte> bytes, MemoryLayout layout)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public uint StartGuard => U32(0);

    public MessageId Id => new(U32(4), U32(8));

    public MessageId InReplyTo => new(U32(12), U32(16));

    public uint To => U32(20);

    public uint From => U32(24);

    public OriginId OrigFrom => new(U32(28), U32(32));

    public OriginId FinalTo => new(U32(36), U32(40));

    public uint Extra => U32(44);

    public MessageFlags Flags => (MessageFlags)U32(48);

    public uint NameLength => U32(52);

    public uint DataLength => U32(56);

    public ulong NamePointer => Pointer(layout.NamePointerOffset);

    public ulong DataPointer => Pointer(layout.DataPointerOffset);

    public uint EndGuard => U32(layout.EndGuardOffset);

    /// <summary>Writes the header of an entire message, whose pointers are NULL.</summary>
    public static void Write(KbusMessage message, Span<byte> destination, MemoryLayout layout)
    {
        destination[..layout.HeaderSize].Clear();
        ReadOnlySpan<uint> fields =
        [
            MemoryLayout.StartGuard,
            message.Id.Network, message.Id.Serial,
            message.InReplyTo.Network, message.InReplyTo.Serial,
            message.To, message.From,
            message.OrigFrom.Network, message.OrigFrom.Local,
            message.FinalTo.Network, message.FinalTo.Local,
            message.Extra, (uint)message.Flags,
            (uint)message.Name.Length, (uint)message.Data.Length,
        ];
        MemoryMarshal.AsBytes(fields).CopyTo(destination);
        BitConverter.TryWriteBytes(destination[layout.EndGuardOffset..], MemoryLayout.EndGuard);
    }

    /// <summary>The message this is the header of.</summary>
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

    private uint U32(int offset) => BitConverter.ToUInt32(_bytes[offset..]);

    private ulong Pointer(int offset) => layout.PointerSize == 8 ? BitConverter.ToUInt64(_bytes[offset..]) : U32(offset);
}
