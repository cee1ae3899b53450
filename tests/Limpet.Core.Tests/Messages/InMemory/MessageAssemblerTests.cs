using CsCheck;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Messages.InMemory;

/// <summary>Every error of kbus.md 4, <c>write</c>, and messages in any pieces.</summary>
public sealed class MessageAssemblerTests
{
    private const int Limit = 1000;

    private static readonly MemoryLayout Layout = MemoryLayout.Bits64;

    private static readonly KbusMessage Hello = KbusMessage.Announcement("$.Fred", "hello") with { Flags = MessageFlags.Urgent };

    private static byte[] HelloBytes => EntireMessage.ToBytes(Hello, Layout);

    [Fact]
    public void A_message_written_whole_is_there()
    {
        var assembler = new MessageAssembler(Layout);
        Assert.True(assembler.IsEmpty);
        Assert.Equal(Errno.None, assembler.Append(HelloBytes, Limit));
        Assert.True(assembler.IsComplete);
        Assert.Null(assembler.Pointers);
        Assert.Equal(Hello, assembler.TakeEntire());
        Assert.True(assembler.IsEmpty);
        Assert.False(assembler.IsComplete);
    }

    [Fact]
    public void Writing_no_bytes_changes_nothing()
    {
        var assembler = new MessageAssembler(Layout);
        Assert.Equal(Errno.None, assembler.Append([], Limit));
        Assert.True(assembler.IsEmpty);
        assembler.Append(HelloBytes, Limit);
        Assert.Equal(Errno.None, assembler.Append([], Limit));
        Assert.True(assembler.IsComplete);
    }

    [Fact]
    public void A_message_written_byte_by_byte_is_complete_at_its_last_byte()
    {
        var assembler = new MessageAssembler(Layout);
        var bytes = HelloBytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.False(assembler.IsComplete);
            Assert.Equal(i, assembler.Written);
            Assert.Equal(Errno.None, assembler.Append(bytes.AsSpan(i, 1), Limit));
        }

        Assert.True(assembler.IsComplete);
        Assert.Equal(Hello, assembler.TakeEntire());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_written_in_any_pieces_is_the_same(bool bits64)
    {
        var layout = bits64 ? MemoryLayout.Bits64 : MemoryLayout.Bits32;
        var assembler = new MessageAssembler(layout);
        Gen.Select(MessageGens.Message, Gen.Int[1, 60].List[1, 12]).Sample(
            (message, pieces) =>
            {
                var rest = EntireMessage.ToBytes(message, layout).AsSpan();
                for (var i = 0; rest.Length > 0; i++)
                {
                    var piece = rest[..Math.Min(rest.Length, pieces[i % pieces.Count])];
                    Assert.Equal(Errno.None, assembler.Append(piece, Limit));
                    rest = rest[piece.Length..];
                }

                Assert.Equal(message, assembler.TakeEntire());
            },
            iter: 1000,
            threads: 1);
    }

    [Fact]
    public void Two_messages_one_after_the_other_do_not_share_bytes()
    {
        var assembler = new MessageAssembler(Layout);
        assembler.Append(HelloBytes, Limit);
        var first = assembler.TakeEntire();
        assembler.Append(EntireMessage.ToBytes(KbusMessage.Announcement("$.Fred", "world"), Layout), Limit);
        Assert.Equal(Hello, first);
    }

    [Fact]
    public void An_incomplete_message_cannot_be_taken()
    {
        var assembler = new MessageAssembler(Layout);
        Assert.Throws<InvalidOperationException>(() => assembler.TakeEntire());
        Assert.Equal(Errno.None, assembler.Append(HelloBytes.AsSpan(..^1), Limit));
        Assert.False(assembler.IsComplete);
        Assert.Throws<InvalidOperationException>(() => assembler.TakeEntire());
        assembler.Clear();
        Assert.True(assembler.IsEmpty);
    }

    public static TheoryData<string, int, uint, Errno> BadFields => new()
    {
        { "start guard", 0, 1, Errno.EINVAL },
        { "header end guard", 80, 1, Errno.EINVAL },
        { "last end guard", 104, 1, Errno.EINVAL },
        { "zero name length", 52, 0, Errno.EINVAL },
        { "name inline but data not", 72, 0x1000, Errno.EINVAL },
        { "data inline but name not", 64, 0x1000, Errno.EINVAL },
        { "both ALL_OR flags", 48, 0x300, Errno.EINVAL },
        { "name over 1000", 52, 1001, Errno.ENAMETOOLONG },
        { "name of 4 billion bytes", 52, uint.MaxValue, Errno.ENAMETOOLONG },
        { "malformed name", 88, 0x20202020, Errno.EBADMSG },
        { "data of 4 billion bytes", 56, uint.MaxValue, Errno.EMSGSIZE },
        { "data over the limit", 56, 901, Errno.EMSGSIZE },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public void A_field_that_is_wrong_has_its_errno_in_any_pieces(string what, int offset, uint value, Errno expected)
    {
        var bytes = HelloBytes;
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        foreach (var size in new[] { bytes.Length, 1, 7, 88 })
        {
            var assembler = new MessageAssembler(Layout);
            var error = Errno.None;
            for (var i = 0; i < bytes.Length && error == Errno.None; i += size)
            {
                error = assembler.Append(bytes.AsSpan(i, Math.Min(size, bytes.Length - i)), Limit);
            }

            Assert.True(error == expected, $"{what} in pieces of {size}: {error}, expected {expected}");
            Assert.True(assembler.IsEmpty, "an error throws away what was written");
        }
    }

    [Fact]
    public void The_header_is_checked_at_its_last_byte_and_the_name_at_its_last_byte()
    {
        var bytes = HelloBytes;
        bytes[0] = 0;
        var assembler = new MessageAssembler(Layout);
        Assert.Equal(Errno.None, assembler.Append(bytes.AsSpan(..87), Limit));
        Assert.Equal(Errno.EINVAL, assembler.Append(bytes.AsSpan(87, 1), Limit));

        bytes = HelloBytes;
        bytes[88] = (byte)'x';
        Assert.Equal(Errno.None, assembler.Append(bytes.AsSpan(..93), Limit));
        Assert.Equal(Errno.EBADMSG, assembler.Append(bytes.AsSpan(93, 1), Limit));
    }

    [Theory]
    [InlineData("$.*")]
    [InlineData("$.Fred.%")]
    public void A_wildcard_cannot_be_sent(string name)
        => Assert.Equal(Errno.EBADMSG, new MessageAssembler(Layout).Append(EntireMessage.ToBytes(KbusMessage.Announcement(name), Layout), Limit));

    [Fact]
    public void A_data_pointer_without_data_is_refused()
    {
        foreach (var pointy in new[] { false, true })
        {
            var bytes = EntireMessage.ToBytes(KbusMessage.Announcement("$.Fred"), Layout);
            BitConverter.TryWriteBytes(bytes.AsSpan(64), pointy ? 0x1000UL : 0);
            BitConverter.TryWriteBytes(bytes.AsSpan(72), 0x1000UL);
            Assert.Equal(Errno.EINVAL, new MessageAssembler(Layout).Append(bytes, Limit));
        }
    }

    [Fact]
    public void Each_ALL_OR_flag_alone_is_taken()
    {
        foreach (var flag in new[] { MessageFlags.AllOrFail, MessageFlags.AllOrWait })
        {
            Assert.Equal(Errno.None, new MessageAssembler(Layout).Append(EntireMessage.ToBytes(Hello with { Flags = flag }, Layout), Limit));
        }
    }

    [Fact]
    public void Bytes_after_the_end_throw_the_message_away()
    {
        var assembler = new MessageAssembler(Layout);
        Assert.Equal(Errno.EMSGSIZE, assembler.Append([.. HelloBytes, 0], Limit));
        Assert.True(assembler.IsEmpty);
        Assert.Equal(Errno.None, assembler.Append(HelloBytes, Limit));
        Assert.Equal(Errno.EMSGSIZE, assembler.Append([0], Limit));
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void The_limit_is_about_the_entire_length()
    {
        var length = Layout.EntireLength(Hello);
        Assert.Equal(Errno.None, new MessageAssembler(Layout).Append(HelloBytes, length));
        Assert.Equal(Errno.EMSGSIZE, new MessageAssembler(Layout).Append(HelloBytes, length - 1));
    }

    [Fact]
    public void The_limit_is_judged_by_the_header_alone_before_the_rest_comes()
    {
        var bytes = EntireMessage.ToBytes(KbusMessage.Announcement("$.Fred", new string('x', 5000)), Layout);
        Assert.Equal(Errno.EMSGSIZE, new MessageAssembler(Layout).Append(bytes.AsSpan(..88), Limit));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pointy_message_is_its_header_alone_and_tells_what_to_fetch(bool bits64)
    {
        var layout = bits64 ? MemoryLayout.Bits64 : MemoryLayout.Bits32;
        var assembler = new MessageAssembler(layout);
        Assert.Equal(Errno.None, assembler.Append(PointyHeader(layout, 0xABC0, 6, 0xDEF0, 5), Limit));
        Assert.True(assembler.IsComplete);
        Assert.Equal(new PointyParts(0xABC0, 6, 0xDEF0, 5), assembler.Pointers);
        Assert.Throws<InvalidOperationException>(() => assembler.TakeEntire());
        Assert.Equal(Errno.None, assembler.TakePointy("$.Fred"u8, "hello"u8.ToArray(), out var message));
        Assert.Equal(Hello, message);
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void A_pointy_message_may_have_no_data()
    {
        var assembler = new MessageAssembler(Layout);
        Assert.Equal(Errno.None, assembler.Append(PointyHeader(Layout, 0xABC0, 6, 0, 0), Limit));
        Assert.Equal(new PointyParts(0xABC0, 6, 0, 0), assembler.Pointers);
        Assert.Equal(Errno.None, assembler.TakePointy("$.Fred"u8, default, out var message));
        Assert.True(message!.Data.IsEmpty);
    }

    [Fact]
    public void Bytes_after_a_pointy_header_are_after_the_end()
        => Assert.Equal(Errno.EMSGSIZE, new MessageAssembler(Layout).Append([.. PointyHeader(Layout, 1, 6, 1, 5), 0], Limit));

    [Fact]
    public void A_pointy_message_is_held_to_the_limit_too()
    {
        Assert.Equal(Errno.EMSGSIZE, new MessageAssembler(Layout).Append(PointyHeader(Layout, 1, 6, 1, 901), Limit));
        Assert.Equal(Errno.None, new MessageAssembler(Layout).Append(PointyHeader(Layout, 1, 6, 1, 896), 88 + 8 + 896 + 4));
    }

    [Theory]
    [InlineData("Fred")]
    [InlineData("$.Fred.*")]
    public void A_pointy_name_is_checked_when_it_is_fetched(string name)
    {
        var assembler = new MessageAssembler(Layout);
        assembler.Append(PointyHeader(Layout, 1, (uint)name.Length, 0, 0), Limit);
        Assert.Equal(Errno.EBADMSG, assembler.TakePointy(System.Text.Encoding.ASCII.GetBytes(name), default, out var message));
        Assert.Null(message);
        Assert.True(assembler.IsEmpty);
    }

    [Fact]
    public void An_entire_message_cannot_be_taken_as_a_pointy_one()
    {
        var assembler = new MessageAssembler(Layout);
        assembler.Append(HelloBytes, Limit);
        Assert.Throws<InvalidOperationException>(() => assembler.TakePointy("$.Fred"u8, default, out _));
        Assert.True(assembler.IsComplete);
    }

    private static byte[] PointyHeader(MemoryLayout layout, ulong nameAddress, uint nameLength, ulong dataAddress, uint dataLength)
    {
        var header = EntireMessage.ToBytes(Hello, layout)[..layout.HeaderSize];
        BitConverter.TryWriteBytes(header.AsSpan(52), nameLength);
        BitConverter.TryWriteBytes(header.AsSpan(56), dataLength);
        if (layout.PointerSize == 8)
        {
            BitConverter.TryWriteBytes(header.AsSpan(64), nameAddress);
            BitConverter.TryWriteBytes(header.AsSpan(72), dataAddress);
        }
        else
        {
            BitConverter.TryWriteBytes(header.AsSpan(60), (uint)nameAddress);
            BitConverter.TryWriteBytes(header.AsSpan(64), (uint)dataAddress);
        }

        return header;
    }
}
