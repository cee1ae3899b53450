using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Wire;

/// <summary>Where a decoder wants the next bytes, and how much it keeps.</summary>
public sealed class WireBufferTests : IDisposable
{
    private const int Usual = 64 * 1024;
    private const int LeastApart = 128 * 1024;

    private readonly WireDecoder _decoder = new(409_600);
    private readonly List<KbusMessage> _read = [];

    public void Dispose() => _decoder.Dispose();

    [Fact]
    public void It_counts_what_it_gave_and_what_is_left()
    {
        var bytes = Encode(5);
        _decoder.Decode([.. bytes, .. bytes, .. bytes[..10]], _read);
        Assert.Equal((2L, 10), (_decoder.MessagesRead, _decoder.Buffered));
        Assert.False(_decoder.TryRead(out var none));
        Assert.Null(none);
        _decoder.Decode(bytes.AsSpan(10), _read);
        Assert.Equal((3L, 0), (_decoder.MessagesRead, _decoder.Buffered));
    }

    [Fact]
    public void No_more_can_be_said_to_have_come_than_there_was_room_for()
    {
        var room = _decoder.GetSpan().Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => _decoder.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _decoder.Advance(room + 1));
        Assert.Equal(0, _decoder.Buffered);
        _decoder.Advance(room);
        Assert.Equal(room, _decoder.Buffered);
    }

    [Fact]
    public void Nor_of_long_data()
    {
        var bytes = Encode(LeastApart);
        _decoder.Decode(bytes.AsSpan(0, 1000), _read);
        var room = _decoder.GetSpan().Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => _decoder.Advance(room + 1));
        bytes.AsSpan(1000, room).CopyTo(_decoder.GetSpan());
        _decoder.Advance(room);
        Assert.False(_decoder.TryRead(out _));
        _decoder.Decode(bytes.AsSpan(^4), _read);
        Assert.Equal(Decoded(bytes), Assert.Single(_read));
    }

    [Theory]
    [InlineData(LeastApart - 4, false)]
    [InlineData(LeastApart, true)]
    [InlineData(300_000, true)]
    public void Long_data_is_received_where_it_stays(int length, bool apart)
    {
        var bytes = Encode(length);
        var head = WireFormat.HeadLength(nameLength: 6);
        _decoder.Decode(bytes.AsSpan(0, head - 1), _read);
        Assert.NotEqual(length, _decoder.GetSpan().Length);
        _decoder.Decode(bytes.AsSpan(head - 1, 1), _read);
        Assert.Equal(apart, _decoder.GetSpan().Length == length);
        _decoder.Decode(bytes.AsSpan(head, 7), _read);
        Assert.Equal((apart, head + 7), (_decoder.GetSpan().Length == length - 7, _decoder.Buffered));
        _decoder.Decode(bytes.AsSpan(head + 7), _read);
        Assert.Equal(Decoded(bytes), Assert.Single(_read));
    }

    [Fact]
    public void What_comes_behind_long_data_in_one_piece_is_read_too()
    {
        var bytes = Encode(LeastApart);
        _decoder.Decode(bytes.AsSpan(0, LeastApart - 100), _read);
        _decoder.Decode([.. bytes[(LeastApart - 100)..], .. Encode(3), .. Encode(LeastApart)], _read);
        Assert.Equal([LeastApart, 3, LeastApart], _read.Select(message => message.Data.Length));
        Assert.Equal(0, _decoder.Buffered);
    }

    [Fact]
    public void After_a_long_message_that_was_received_in_the_buffer_the_buffer_is_as_before()
    {
        Assert.Equal(Usual, _decoder.GetSpan().Length);
        var bytes = Encode(LeastApart - 4);
        _decoder.Decode(bytes.AsSpan(0, bytes.Length - 1), _read);
        Assert.True(bytes.Length <= _decoder.Buffered + _decoder.GetSpan().Length);
        _decoder.Decode(bytes.AsSpan(^1), _read);
        Assert.Equal(Usual, _decoder.GetSpan().Length);
        _decoder.Decode(bytes, _read);
        Assert.Equal([Decoded(bytes), Decoded(bytes)], _read);
    }

    [Fact]
    public void A_message_that_began_at_the_end_of_the_buffer_is_moved_to_its_beginning_and_not_copied_to_a_larger_one()
    {
        // Room for four of them and most of a fifth.
        var bytes = Encode(14_000);
        for (var sent = 0; sent < 20 * bytes.Length;)
        {
            var span = _decoder.GetSpan();
            Assert.InRange(span.Length, 1, Usual);
            var count = Math.Min(span.Length, bytes.Length - (sent % bytes.Length));
            bytes.AsSpan(sent % bytes.Length, count).CopyTo(span);
            _decoder.Advance(count);
            sent += count;
            while (_decoder.TryRead(out var message))
            {
                _read.Add(message);
            }
        }

        Assert.Equal(Enumerable.Repeat(Decoded(bytes), 20), _read);
    }

    [Fact]
    public void A_stream_that_ends_before_a_header_is_whole_is_told_that_header()
    {
        _decoder.End();
        _decoder.Decode(Encode(5).AsSpan(0, 63), _read);
        var e = Assert.Throws<BadMessageException>(_decoder.End);
        Assert.Equal(("the end of the stream", "after 63 bytes of a message", "a header of 64 bytes"), (e.Field, e.Read, e.Expected));
    }

    private static byte[] Encode(int dataLength)
    {
        var data = new byte[dataLength];
        new Random(dataLength).NextBytes(data);
        var message = new KbusMessage(MessageName.Parse("$.Fred"), data) { Id = new(1, 2) };
        var bytes = new byte[WireFormat.MessageLength(message)];
        WireWriter.Write(message, bytes);
        return bytes;
    }

    private static KbusMessage Decoded(byte[] bytes)
    {
        using var decoder = new WireDecoder(409_600);
        var read = new List<KbusMessage>();
        decoder.Decode(bytes, read);
        return Assert.Single(read);
    }
}
