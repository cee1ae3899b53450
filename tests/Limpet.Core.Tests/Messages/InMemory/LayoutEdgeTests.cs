using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Messages.InMemory;

/// <summary>The edges of what is written to and read from memory.</summary>
public sealed class LayoutEdgeTests
{
    private const int Limit = 409_600;

    [Fact]
    public void What_stood_in_the_memory_before_is_not_part_of_the_message()
    {
        foreach (var layout in new[] { MemoryLayout.Bits64, MemoryLayout.Bits32 })
        {
            var message = KbusMessage.Announcement("$.Fred", "12345");
            var dirty = new byte[layout.EntireLength(message)];
            dirty.AsSpan().Fill(0xFF);
            EntireMessage.Write(message, dirty, layout);
            Assert.Equal(EntireMessage.ToBytes(message, layout), dirty);
            Assert.Equal(message, EntireMessage.Read(dirty, layout));
        }
    }

    [Fact]
    public void A_pointer_is_none_only_where_all_of_it_is_zero()
    {
        var bytes = EntireMessage.ToBytes(KbusMessage.Announcement("$.Fred", "12345"), MemoryLayout.Bits64);
        BitConverter.TryWriteBytes(bytes.AsSpan(64), 0x1_0000_0000UL);
        Assert.Contains("found 0x100000000 and 0x0", Assert.Throws<FormatException>(() => EntireMessage.Read(bytes, MemoryLayout.Bits64)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_alone_is_told_how_long_the_message_should_be()
    {
        var header = EntireMessage.ToBytes(KbusMessage.Announcement("$.Fred"), MemoryLayout.Bits64)[..88];
        Assert.Contains("make an entire message of 100 bytes; found 88", Assert.Throws<FormatException>(() => EntireMessage.Read(header, MemoryLayout.Bits64)).Message, StringComparison.Ordinal);
        Assert.Contains("found 87", Assert.Throws<FormatException>(() => EntireMessage.Read(header.AsSpan(0, 87), MemoryLayout.Bits64)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_name_is_taken_and_one_byte_more_is_not()
    {
        foreach (var length in new[] { MessageName.MaxLength, MessageName.MaxLength + 1 })
        {
            var header = EntireMessage.ToBytes(KbusMessage.Announcement("$.A"), MemoryLayout.Bits64)[..88];
            BitConverter.TryWriteBytes(header.AsSpan(52), length);
            Assert.Equal(length <= MessageName.MaxLength ? Errno.None : Errno.ENAMETOOLONG, new MessageAssembler(MemoryLayout.Bits64).Append(header, Limit));
        }

        var longest = KbusMessage.Announcement("$." + new string('a', MessageName.MaxLength - 2));
        var assembler = new MessageAssembler(MemoryLayout.Bits64);
        Assert.Equal(Errno.None, assembler.Append(EntireMessage.ToBytes(longest, MemoryLayout.Bits64), Limit));
        Assert.Equal(longest, assembler.TakeEntire());
    }

    [Fact]
    public void What_a_header_promises_is_not_made_room_for()
    {
        var bytes = EntireMessage.ToBytes(new KbusMessage(MessageName.Parse("$.A"), new byte[400_000]), MemoryLayout.Bits64);
        var assembler = new MessageAssembler(MemoryLayout.Bits64);
        assembler.Append(bytes.AsSpan(0, 10), Limit);
        assembler.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Errno.None, assembler.Append(bytes.AsSpan(0, 200), Limit));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4096);

        // Byte by byte it must not cost the square of its length either.
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 200; i < 100_000; i++)
        {
            assembler.Append(bytes.AsSpan(i, 1), Limit);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1_000_000);
    }
}
