using CsCheck;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Messages.InMemory;

public sealed class EntireMessageTests
{
    private static readonly KbusMessage Hello = KbusMessage.Announcement("$.Fred", "hello");

    public static TheoryData<bool> BothLayouts => [true, false];

    [Theory]
    [MemberData(nameof(BothLayouts))]
    public void What_is_written_is_read_back(bool bits64)
    {
        var layout = bits64 ? MemoryLayout.Bits64 : MemoryLayout.Bits32;
        var names = new MessageNameCache();
        MessageGens.Message.Sample(
            message =>
            {
                var bytes = EntireMessage.ToBytes(message, layout);
                Assert.Equal(message, EntireMessage.Read(bytes, layout));
                Assert.Equal(message, EntireMessage.Read(bytes, layout, names));
            },
            iter: 1000,
            threads: 1);
    }

    [Fact]
    public void Writing_leaves_what_follows_alone_and_clears_the_padding()
    {
        var destination = new byte[200];
        Array.Fill(destination, (byte)0xAA);
        var length = EntireMessage.Write(Hello, destination, MemoryLayout.Bits64);
        Assert.Equal(88 + 8 + 8 + 4, length);
        Assert.Equal([0, 0], destination[94..96]);
        Assert.Equal([0, 0, 0], destination[101..104]);
        Assert.All(destination[length..], b => Assert.Equal(0xAA, b));
    }

    [Fact]
    public void A_destination_too_short_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => EntireMessage.Write(Hello, new byte[107], MemoryLayout.Bits64));
        Assert.Contains("108 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("107", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_read_is_a_copy()
    {
        var bytes = EntireMessage.ToBytes(Hello, MemoryLayout.Bits64);
        var message = EntireMessage.Read(bytes, MemoryLayout.Bits64);
        Array.Clear(bytes);
        Assert.Equal(Hello, message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(87)]
    public void Bytes_short_of_a_header_are_refused(int length)
        => AssertRefused(new byte[length], $"found {length}");

    [Fact]
    public void A_wrong_start_guard_is_refused() => AssertRefused(With(0, 0x12345678u), "start_guard of an entire message is 0x12345678; expected 0x7375624B");

    [Fact]
    public void A_wrong_header_guard_is_refused() => AssertRefused(With(80, 0u), "the header's end_guard of an entire message is 0x00000000");

    [Fact]
    public void A_wrong_last_guard_is_refused() => AssertRefused(With(104, 1u), "the last end_guard of an entire message is 0x00000001");

    [Fact]
    public void A_pointer_is_refused()
    {
        AssertRefused(With(64, 0xBEEFu), "0xBEEF");
        AssertRefused(With(72, 0xCAFEu), "0xCAFE");
    }

    [Theory]
    [InlineData(52, 12u)]
    [InlineData(52, uint.MaxValue)]
    [InlineData(56, 9u)]
    [InlineData(56, uint.MaxValue)]
    public void A_length_that_lies_is_refused(int offset, uint value) => AssertRefused(With(offset, value), "found 108");

    [Fact]
    public void Bytes_after_the_end_and_bytes_missing_are_refused()
    {
        var bytes = EntireMessage.ToBytes(Hello, MemoryLayout.Bits64);
        AssertRefused([.. bytes, 0], "found 109");
        AssertRefused(bytes[..^1], "found 107");
    }

    [Fact]
    public void A_name_that_is_none_is_refused() => AssertRefused(With(88, 0u), "no message name");

    private static byte[] With(int offset, uint value)
    {
        var bytes = EntireMessage.ToBytes(Hello, MemoryLayout.Bits64);
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        return bytes;
    }

    private static void AssertRefused(byte[] bytes, string says)
    {
        var error = Assert.Throws<FormatException>(() => EntireMessage.Read(bytes, MemoryLayout.Bits64));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
