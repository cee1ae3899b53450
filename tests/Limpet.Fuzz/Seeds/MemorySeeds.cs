using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Fuzzing.Seeds;

/// <summary>Messages as programs lay them out.</summary>
internal static class MemorySeeds
{
    public static IEnumerable<byte[]> Messages(MemoryLayout layout)
    {
        KbusMessage[] messages =
        [
            KbusMessage.Announcement("$.A"),
            KbusMessage.Announcement("$.Fred.Jim.Sheila", "12345"),
            KbusMessage.Request("$.Question", "what?") with { To = 7, FinalTo = new OriginId(1, 2), OrigFrom = new OriginId(3, 4) },
            KbusMessage.Announcement("$.A", "x") with { Id = new MessageId(1, 2), InReplyTo = new MessageId(3, 4), Flags = MessageFlags.Urgent | MessageFlags.AllOrWait },
            KbusMessage.Announcement("$.A") with { Flags = MessageFlags.AllOrWait | MessageFlags.AllOrFail },
            new(MessageName.Parse("$.A.*"), "wild"u8.ToArray()),
        ];
        for (var i = 0; i < messages.Length; i++)
        {
            yield return [(byte)(14 * i), .. EntireMessage.ToBytes(messages[i], layout)];
        }

        yield return [(byte)1, .. EntireMessage.ToBytes(messages[1], layout)];
        yield return [(byte)254, .. Pointy("$.Fred"u8, "data"u8, layout)];
        yield return [(byte)2, .. Pointy("$.Fred"u8, [], layout)];
        yield return [(byte)2, .. Pointy("$.%"u8, "data"u8, layout)];
    }

    public static IEnumerable<byte[]> BindEvents() =>
    [
        new ReplierBindEvent(true, 2, MessageName.Parse("$.Question")).ToData(bigEndian: false),
        new ReplierBindEvent(true, 2, MessageName.Parse("$.Question")).ToData(bigEndian: true),
        new ReplierBindEvent(false, uint.MaxValue, MessageName.Parse("$.A.%")).ToData(bigEndian: false),
        new byte[12],
    ];

    private static byte[] Pointy(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, MemoryLayout layout)
    {
        var header = EntireMessage.ToBytes(KbusMessage.Announcement("$.A"), layout).AsSpan(0, layout.HeaderSize).ToArray();
        BitConverter.TryWriteBytes(header.AsSpan(52), name.Length);
        BitConverter.TryWriteBytes(header.AsSpan(56), data.Length);
        BitConverter.TryWriteBytes(header.AsSpan(layout.NamePointerOffset), 0x1000);
        BitConverter.TryWriteBytes(header.AsSpan(layout.DataPointerOffset), data.IsEmpty ? 0 : 0x2000);
        return [.. header, .. name, .. data];
    }
}
