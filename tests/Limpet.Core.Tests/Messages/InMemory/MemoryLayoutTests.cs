using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Messages.InMemory;

/// <summary>The sizes and offsets of kbus.md 3.1.</summary>
public sealed class MemoryLayoutTests
{
    [Fact]
    public void A_header_has_88_bytes_on_64_bits_and_72_on_32()
    {
        Assert.Equal(88, MemoryLayout.Bits64.HeaderSize);
        Assert.Equal(72, MemoryLayout.Bits32.HeaderSize);
        Assert.Equal(8, MemoryLayout.Bits64.PointerSize);
        Assert.Equal(4, MemoryLayout.Bits32.PointerSize);
        Assert.Equal(IntPtr.Size, MemoryLayout.Native.PointerSize);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 8)]
    [InlineData(7, 8)]
    [InlineData(8, 12)]
    [InlineData(1000, 1004)]
    public void A_name_is_padded_with_at_least_one_zero(int length, int padded) => Assert.Equal(padded, Padding.Name(length));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(5001, 5004)]
    public void Data_is_padded_to_whole_words_and_nothing_when_there_is_none(int length, int padded) => Assert.Equal(padded, Padding.Data(length));

    [Fact]
    public void The_entire_length_is_header_name_data_and_end_guard()
    {
        Assert.Equal(88 + 8 + 16 + 4, MemoryLayout.Bits64.EntireLength(6, 13));
        Assert.Equal(72 + 8 + 16 + 4, MemoryLayout.Bits32.EntireLength(6, 13));
        Assert.Equal(96, MemoryLayout.Bits64.EntireLength(KbusMessage.Announcement("$.A")));
    }

    [Fact]
    public void The_longest_data_an_array_holds_does_not_make_a_short_message()
        => Assert.Equal(int.MaxValue, MemoryLayout.Bits64.EntireLength(1000, int.MaxValue));

    public static TheoryData<int, int> Offsets(bool bits64) => new()
    {
        { 0, unchecked((int)0x7375624B) }, { 4, 1 }, { 8, 2 }, { 12, 3 }, { 16, 4 }, { 20, 5 }, { 24, 6 }, { 28, 7 }, { 32, 8 }, { 36, 9 }, { 40, 10 },
        { 44, 11 }, { 48, 12 }, { 52, 3 }, { 56, 1 }, { bits64 ? 64 : 60, 0 }, { bits64 ? 72 : 64, 0 }, { bits64 ? 80 : 68, 0x4B627573 },
        { bits64 ? 96 : 80, 0x4B627573 },
    };

    [Theory]
    [MemberData(nameof(Offsets), true)]
    public void Each_field_stands_where_a_64_bit_program_puts_it(int offset, int value) => AssertField(MemoryLayout.Bits64, offset, value);

    [Theory]
    [MemberData(nameof(Offsets), false)]
    public void Each_field_stands_where_a_32_bit_program_puts_it(int offset, int value) => AssertField(MemoryLayout.Bits32, offset, value);

    private static void AssertField(MemoryLayout layout, int offset, int value)
    {
        var message = new KbusMessage(MessageName.Parse("$.A"), new byte[] { 0xFF })
        {
            Id = new MessageId(1, 2), InReplyTo = new MessageId(3, 4), To = 5, From = 6, OrigFrom = new OriginId(7, 8), FinalTo = new OriginId(9, 10),
            Extra = 11, Flags = (MessageFlags)12,
        };
        var bytes = EntireMessage.ToBytes(message, layout);
        Assert.Equal(layout.HeaderSize + 12, bytes.Length);
        Assert.Equal(value, BitConverter.ToInt32(bytes, offset));
    }
}
