using System.Buffers.Binary;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Messages;

public sealed class ReplierBindEventTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_data_is_is_bind_binder_name_len_and_the_padded_name(bool bigEndian)
    {
        var data = new ReplierBindEvent(IsBind: true, Binder: 2, MessageName.Parse("$.Question")).ToData(bigEndian);
        byte[] expected = bigEndian
            ? [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 10, .. "$.Question\0\0"u8]
            : [.. BitConverter.GetBytes(1u), .. BitConverter.GetBytes(2u), .. BitConverter.GetBytes(10u), .. "$.Question\0\0"u8];
        Assert.Equal(expected, data);
    }

    [Theory]
    [InlineData("$.A", 16)]
    [InlineData("$.AB", 20)]
    [InlineData("$.ABC", 20)]
    [InlineData("$.ABCD.%", 24)]
    public void The_name_has_at_least_one_zero_byte_and_whole_words(string name, int length)
        => Assert.Equal(length, new ReplierBindEvent(IsBind: false, Binder: 1, MessageName.Parse(name)).ToData(bigEndian: false).Length);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_is_written_is_read_back(bool isBind, bool bigEndian)
    {
        foreach (var name in new[] { "$.A", "$.AB", "$.ABC", "$.ABCD", "$.Fred.*", "$." + new string('z', 998) })
        {
            var bindEvent = new ReplierBindEvent(isBind, 0xFEDCBA98, MessageName.Parse(name));
            Assert.True(ReplierBindEvent.TryRead(bindEvent.ToData(bigEndian), bigEndian, out var read, out var fault));
            Assert.Equal(bindEvent, read);
            Assert.Null(fault);
        }
    }

    [Theory]
    [InlineData(0, 0u, "0 bytes")]
    [InlineData(11, 0u, "11 bytes")]
    public void Data_shorter_than_its_three_numbers_is_refused(int length, uint value, string says)
        => AssertRefused(Enumerable.Repeat((byte)value, length).ToArray(), says);

    [Theory]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    public void An_is_bind_that_is_neither_0_nor_1_is_refused(uint isBind)
        => AssertRefused(Data(isBind, 1, 6, "$.Fred\0\0"u8), $"is_bind of a ReplierBindEvent is {isBind}; expected 0 or 1");

    [Theory]
    [InlineData(5u)]
    [InlineData(6u)]
    public void A_name_length_of_the_same_padding_is_read_as_it_says(uint length)
    {
        var data = Data(1, 1, length, length == 6 ? "$.Fred\0\0"u8 : "$.Fre\0\0\0"u8);
        Assert.True(ReplierBindEvent.TryRead(data, bigEndian: true, out var bindEvent, out _));
        Assert.Equal((int)length, bindEvent.Name.Length);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(8u)]
    [InlineData(1001u)]
    [InlineData(uint.MaxValue)]
    public void A_name_length_that_lies_is_refused(uint length)
        => AssertRefused(Data(1, 1, length, "$.Fred\0\0"u8), $"name_len of a ReplierBindEvent is {length} in 20 bytes");

    [Fact]
    public void A_name_of_no_bytes_is_refused() => AssertRefused(Data(1, 1, 0, "\0\0\0\0"u8), "is empty");

    [Fact]
    public void A_name_that_is_none_is_refused() => AssertRefused(Data(1, 1, 6, "$Fred.\0\0"u8), "'$Fred.' is no message name");

    [Fact]
    public void Padding_that_is_not_zero_is_refused() => AssertRefused(Data(1, 1, 6, "$.Fred\0x"u8), "zero bytes");

    private static byte[] Data(uint isBind, uint binder, uint nameLength, ReadOnlySpan<byte> name)
    {
        var data = new byte[12 + name.Length];
        BinaryPrimitives.WriteUInt32BigEndian(data, isBind);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), binder);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(8), nameLength);
        name.CopyTo(data.AsSpan(12));
        return data;
    }

    private static void AssertRefused(byte[] data, string says)
    {
        Assert.False(ReplierBindEvent.TryRead(data, bigEndian: true, out var bindEvent, out var fault));
        Assert.Equal(default, bindEvent);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }
}
