using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Limpets.Wire;

public sealed class WireDecoderTests
{
    private const int NameLengthAt = 13 * 4;
    private const int DataLengthAt = 14 * 4;
    private const int HeaderEndGuardAt = 15 * 4;
    private const int Limit = 2000;

    [Fact]
    public void A_wrong_start_guard_is_told_after_four_bytes()
    {
        using var decoder = new WireDecoder(Limit);
        var e = Assert.Throws<BadMessageException>(() => decoder.Decode("GET "u8, []));
        Assert.Equal(("start_guard", "0x47455420", "0x7375624B"), (e.Field, e.Read, e.Expected));
    }

    [Fact]
    public void A_wrong_guard_at_the_header_s_end_is_told() => Refused("the header's end_guard", b => Put(b, HeaderEndGuardAt, 0x12345678), "0x12345678", "0x4B627573");

    [Fact]
    public void A_wrong_guard_at_the_message_s_end_is_told() => Refused("the last end_guard", b => Put(b, b.Length - 4, 7), "0x00000007", "0x4B627573");

    [Theory]
    [InlineData(0u)]
    [InlineData(1001u)]
    [InlineData(4_000_000_000u)]
    [InlineData(uint.MaxValue)]
    public void A_name_length_out_of_range_is_told(uint length)
        => Refused("name_len", b => Put(b, NameLengthAt, length), length.ToString(System.Globalization.CultureInfo.InvariantCulture), "1 to 1000");

    [Theory]
    [InlineData(2001u)]
    [InlineData(4_000_000_000u)]
    [InlineData(uint.MaxValue)]
    public void A_data_length_over_the_limit_is_told(uint length)
    {
        var e = Refused("data_len", b => Put(b, DataLengthAt, length), length.ToString(System.Globalization.CultureInfo.InvariantCulture), "at most");
        Assert.Contains("2000 bytes in all", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_about_the_entire_message()
    {
        var name = MessageName.Parse("$.Fred");
        var most = Limit - MemoryLayout.Bits64.EntireLength(name.Length, 0);
        Assert.Equal(most, Assert.Single(Decode(Encode(new KbusMessage(name, new byte[most])))).Data.Length);
        Assert.Throws<BadMessageException>(() => Decode(Encode(new KbusMessage(name, new byte[most + 1]))));
    }

    [Fact]
    public void Lengths_are_checked_before_anything_is_allocated()
    {
        var bytes = Encode(KbusMessage.Announcement("$.Fred", "hello"));
        Put(bytes, DataLengthAt, 2_000_000_000);
        using var decoder = new WireDecoder(Limit);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<BadMessageException>(() => decoder.Decode(bytes, []));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData("$.A.b!")]
    [InlineData("$.A..b")]
    [InlineData("$.A.b.")]
    [InlineData("fredfr")]
    public void A_name_that_is_none_is_told(string name)
    {
        var e = Refused("name", b => Encoding.ASCII.GetBytes(name).CopyTo(b.AsSpan(WireFormat.HeaderLength)), name, "a message name");
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_whose_name_is_none_becomes_an_unknown_remote_error()
    {
        var reply = KbusMessage.Announcement("$.Fred") with { InReplyTo = new MessageId(1, 5), To = 3 };
        var bytes = Encode(reply);
        new byte[] { 0xFF, 0, 0x7F, 1, 2, 3 }.CopyTo(bytes, WireFormat.HeaderLength);
        var read = Assert.Single(Decode(bytes));
        Assert.Equal(reply with { Name = MessageName.Parse("$.KBUS.RemoteError.Unknown") }, read);
    }

    [Fact]
    public void An_announcement_named_like_the_beginning_of_a_bind_event_is_none()
    {
        var message = KbusMessage.Announcement("$.K", "just data");
        Assert.Equal(message, Assert.Single(Decode(Encode(message))));
        message = KbusMessage.Announcement("$.KBUS.ReplierBindEvents", "more");
        Assert.Equal(message, Assert.Single(Decode(Encode(message))));
    }

    [Theory]
    [InlineData(8, "has 8 bytes")]
    [InlineData(0, "has 0 bytes")]
    public void A_bind_event_whose_data_is_too_short_is_told(int length, string told)
    {
        var bytes = Encode(new KbusMessage(MessageName.Parse("$.KBUS.ReplierBindEvenT"), new byte[length]));
        bytes[WireFormat.HeaderLength + 22] = (byte)'t';
        var e = Assert.Throws<BadMessageException>(() => Decode(bytes));
        Assert.Equal("the data of a ReplierBindEvent", e.Field);
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9u)]
    [InlineData(3u)]
    [InlineData(200u)]
    [InlineData(uint.MaxValue)]
    public void A_bind_event_whose_inner_name_length_lies_is_told(uint length)
    {
        var bytes = Encode(BindEvent("$.Abcd"));
        Put(bytes, WireFormat.HeaderLength + 24 + 8, length);
        var e = Assert.Throws<BadMessageException>(() => Decode(bytes));
        Assert.Equal("the data of a ReplierBindEvent", e.Field);
    }

    [Fact]
    public void A_stream_that_ends_in_the_middle_of_a_message_is_told()
    {
        var bytes = Encode(KbusMessage.Announcement("$.Fred", "hello"));
        using var decoder = new WireDecoder(Limit);
        decoder.Decode(bytes.AsSpan(0, 70), []);
        var e = Assert.Throws<BadMessageException>(decoder.End);
        Assert.Equal(("after 70 bytes of a message", "a message of 84 bytes"), (e.Read, e.Expected));
    }

    [Fact]
    public void A_bind_event_that_is_none_cannot_be_written()
        => Assert.Throws<ArgumentException>(() => Encode(new KbusMessage(MessageName.ReplierBindEvent, new byte[4])));

    [Fact]
    public void What_any_message_is_written_as_is_read_as_that_message()
        => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.Byte.Array[0, 300], Gen.Char["abcXYZ019"].Array[1, 40]).Sample(
            (a, b, c, data, word) =>
            {
                var message = new KbusMessage(MessageName.Parse($"$.{new string(word)}"), data)
                {
                    Id = new(a, b), InReplyTo = new(c, a), To = b, From = c, OrigFrom = new(b, a), FinalTo = new(a, c), Extra = b, Flags = (MessageFlags)c,
                };
                return Decode(Encode(message)).Single().Equals(message);
            });

    [Fact]
    public void Long_data_comes_whole_among_short_in_whatever_pieces()
        => Gen.Select(Gen.OneOf(Gen.Int[0, 300], Gen.Int[16_000, 17_000], Gen.Int[60_000, 70_000], Gen.Int[300_000, 400_000]).Array[1, 6], Gen.OneOf(Gen.Int[1, 200], Gen.Int[1, 70_000]).Array[1, 20]).Sample(
            (lengths, pieces) =>
            {
                var messages = lengths.Select((length, i) => new KbusMessage(MessageName.Parse("$.Long"), Noise(length, seed: i)) { Id = new(1, (uint)i + 1) }).ToList();
                var stream = messages.SelectMany(Encode).ToArray().AsSpan();
                var read = new List<KbusMessage>();
                using var decoder = new WireDecoder(409_600);
                for (var i = 0; !stream.IsEmpty; i++)
                {
                    var count = Math.Min(pieces[i % pieces.Length], stream.Length);
                    decoder.Decode(stream[..count], read);
                    stream = stream[count..];
                }

                decoder.End();
                Assert.Equal(messages, read);
            },
            iter: 300);

    [Theory]
    [InlineData(100_000)]
    [InlineData(200_000)]
    public void A_stream_that_ends_in_the_middle_of_long_data_is_told(int length)
    {
        var bytes = Encode(new KbusMessage(MessageName.Parse("$.Fred"), new byte[length]));
        using var decoder = new WireDecoder(409_600);
        decoder.Decode(bytes.AsSpan(0, 50_000), []);
        Assert.Equal(50_000, decoder.Buffered);
        var e = Assert.Throws<BadMessageException>(decoder.End);
        Assert.Equal(("after 50000 bytes of a message", $"a message of {length + 76} bytes"), (e.Read, e.Expected));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(200_000)]
    public void A_wrong_guard_after_long_data_is_told(int length)
    {
        var bytes = Encode(new KbusMessage(MessageName.Parse("$.Fred"), new byte[length]));
        Put(bytes, bytes.Length - 4, 7);
        using var decoder = new WireDecoder(409_600);
        decoder.Decode(bytes.AsSpan(0, 50_000), []);
        Assert.Equal("the last end_guard", Assert.Throws<BadMessageException>(() => decoder.Decode(bytes.AsSpan(50_000), [])).Field);
    }

    [Fact]
    public void The_longest_name_comes_whole()
    {
        var message = new KbusMessage(MessageName.Parse("$." + new string('x', MessageName.MaxLength - 2)), Noise(5, seed: 1)) { Id = new(1, 2) };
        using var decoder = new WireDecoder(409_600);
        var read = new List<KbusMessage>();
        decoder.Decode(Encode(message), read);
        Assert.Equal(message, Assert.Single(read));
    }

    [Fact]
    public void Long_data_gets_room_once_when_its_name_has_come()
    {
        var bytes = Encode(new KbusMessage(MessageName.Parse("$.Fred"), new byte[400_000]));
        using var decoder = new WireDecoder(409_600);
        var read = new List<KbusMessage>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Decode(bytes.AsSpan(0, WireFormat.HeaderLength + 2), read);
        Assert.True(decoder.GetSpan().Length <= 64 * 1024);
        decoder.Decode(bytes.AsSpan(WireFormat.HeaderLength + 2), read);
        Assert.Equal(400_000, Assert.Single(read).Data.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 400_000, 500_000);
    }

    [Fact]
    public void Mangled_bytes_give_messages_or_an_error_that_says_what_is_wrong()
    {
        var frames = RecordedFrame.All.Where(f => !f.IsHelo).Select(f => f.Bytes).ToArray();
        Gen.Select(Gen.Int[0, frames.Length - 1].Array[1, 4], Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[0, 6], Gen.Int[0, 300]).Sample(
            (which, changes, cut) =>
            {
                var stream = which.SelectMany(i => frames[i]).ToArray();
                foreach (var (at, value) in changes)
                {
                    stream[at % stream.Length] = value;
                }

                var messages = new List<KbusMessage>();
                using var decoder = new WireDecoder(409_600);
                try
                {
                    decoder.Decode(stream.AsSpan(0, Math.Max(0, stream.Length - cut)), messages);
                    decoder.End();
                }
                catch (BadMessageException e)
                {
                    Assert.NotEmpty(e.Field);
                    Assert.NotEmpty(e.Expected);
                }

                // Whatever was taken for a message can be written again.
                foreach (var message in messages)
                {
                    Encode(message);
                }
            },
            iter: 20_000);
    }

    [Fact]
    public void Random_bytes_never_do_harm()
        => Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                using var decoder = new WireDecoder(Limit);
                try
                {
                    decoder.Decode(bytes, []);
                }
                catch (BadMessageException)
                {
                    // Expected of nearly all of them.
                }
            },
            iter: 10_000);

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static KbusMessage BindEvent(string name)
        => new(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: true, 2, MessageName.Parse(name)).ToData(bigEndian: false));

    private static BadMessageException Refused(string field, Action<byte[]> spoil, string read, string expected)
    {
        var bytes = Encode(KbusMessage.Announcement("$.Fred", "hello"));
        spoil(bytes);
        var e = Assert.Throws<BadMessageException>(() => Decode(bytes));
        Assert.Equal(field, e.Field);
        Assert.Contains(read, e.Read, StringComparison.Ordinal);
        Assert.Contains(expected, e.Expected, StringComparison.Ordinal);
        return e;
    }

    private static void Put(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);

    private static byte[] Encode(KbusMessage message)
    {
        var bytes = new byte[WireFormat.MessageLength(message)];
        WireWriter.Write(message, bytes);
        return bytes;
    }

    private static List<KbusMessage> Decode(ReadOnlySpan<byte> bytes)
    {
        using var decoder = new WireDecoder(Limit);
        var messages = new List<KbusMessage>();
        decoder.Decode(bytes, messages);
        return messages;
    }
}
