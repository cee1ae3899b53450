using Limpet.Core.Bus.Hosting;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Frames of the protocol between processes, put together from the bytes that a socket gives.</summary>
public sealed class FrameBufferTests
{
    private readonly FrameBuffer _buffer = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public void Frames_come_whole_and_in_order_however_their_bytes_arrive(int piece)
    {
        var contents = new[] { 0, 1, 3, 2039, 2040, 4087, 4088, 5000, 70_000, 2, 0, 9000 }.Select(Content).ToArray();
        var bytes = contents.SelectMany(Frame).ToArray();
        var taken = 0;
        for (var at = 0; at < bytes.Length;)
        {
            at += Feed(bytes.AsSpan(at), piece);
            while (_buffer.TryTake(out var frame))
            {
                Assert.Equal((MemberOperation)contents[taken].Length, frame.Operation);
                Assert.True(frame.Bytes().SequenceEqual(contents[taken++]));
                frame.End();
            }
        }

        Assert.Equal(contents.Length, taken);
    }

    [Fact]
    public void A_frame_that_is_never_alone_in_the_buffer_makes_it_no_longer()
    {
        var bytes = Enumerable.Repeat(Frame(Content(1000)), 1000).SelectMany(frame => frame).ToArray();
        FeedAll(bytes.AsSpan(0, 500));
        for (var at = 500; at + 1009 <= bytes.Length; at += 1009)
        {
            FeedAll(bytes.AsSpan(at, 1009));
            Assert.True(_buffer.TryTake(out var frame));
            Assert.True(frame.Bytes().SequenceEqual(Content(1000)));
            Assert.False(_buffer.TryTake(out _));
            Assert.InRange(_buffer.Room().Length, 2048, 4096);
        }
    }

    [Theory]
    [InlineData(60_000, 64 * 1024)]
    [InlineData(200_000, 4096)]
    public void Room_of_64_KB_is_kept_and_more_is_given_back_when_all_is_taken(int length, int room)
    {
        FeedAll(Frame(Content(length)));
        Assert.True(_buffer.TryTake(out _));
        Assert.Equal(room, _buffer.Room().Length);
    }

    [Fact]
    public void The_longest_frame_is_taken()
    {
        FeedAll(Header(MemberProtocol.MaxFrame));
        FeedAll(new byte[MemberProtocol.MaxFrame - 1]);
        Assert.False(_buffer.TryTake(out _));
        FeedAll([0]);
        Assert.True(_buffer.TryTake(out _));
        Assert.False(_buffer.TryTake(out _));
    }

    [Theory]
    [InlineData((uint)MemberProtocol.MaxFrame + 1)]
    [InlineData(uint.MaxValue)]
    public void A_longer_one_is_refused_when_its_header_has_come(uint length)
    {
        FeedAll(Header(length).AsSpan(0, 4));
        Assert.False(_buffer.TryTake(out _));
        FeedAll([0]);
        Assert.Contains($"{length}", Assert.Throws<FormatException>(() => _buffer.TryTake(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_reads_says_what_a_malformed_frame_throws()
    {
        var buffer = new FrameBuffer(text => new InvalidOperationException(text));
        Header(uint.MaxValue).CopyTo(buffer.Room());
        buffer.Filled(MemberProtocol.HeaderSize);
        Assert.Throws<InvalidOperationException>(() => buffer.TryTake(out _));

        buffer = new FrameBuffer(text => new InvalidOperationException(text));
        Header(0).CopyTo(buffer.Room());
        buffer.Filled(MemberProtocol.HeaderSize);
        Assert.Throws<InvalidOperationException>(() =>
        {
            buffer.TryTake(out var frame);
            frame.U32();
        });
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i >> 8) + length))];

    private static byte[] Frame(byte[] content) => RawMember.Frame((MemberOperation)content.Length, BitConverter.GetBytes(content.Length), content);

    private static byte[] Header(uint length) => [.. BitConverter.GetBytes(length), (byte)MemberOperation.Write];

    private void FeedAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[Feed(bytes, int.MaxValue)..];
        }
    }

    private int Feed(ReadOnlySpan<byte> bytes, int most)
    {
        var room = _buffer.Room();
        Assert.False(room.IsEmpty);
        var count = Math.Min(Math.Min(room.Length, bytes.Length), most);
        bytes[..count].CopyTo(room);
        _buffer.Filled(count);
        return count;
    }
}
