using System.Buffers;
using CsCheck;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Wire;

/// <summary>The codec holds the recorded bytes, byte for byte both ways.</summary>
public sealed class RecordedFramesTests
{
    private const int Limit = 409_600;

    public static TheoryData<string> Files => new(RecordedFrame.All.Select(f => f.File).Distinct(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_recorded_message_is_read_and_written_back_byte_for_byte(string file)
    {
        foreach (var frame in RecordedFrame.Read(file).Where(f => !f.IsHelo))
        {
            var message = Assert.Single(Decode(frame.Bytes));
            var written = new ArrayBufferWriter<byte>();
            WireWriter.Write(message, written);
            Assert.Equal(frame.Bytes, written.WrittenSpan.ToArray());
            Assert.Equal(frame.Bytes.Length, WireFormat.MessageLength(message));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_recorded_HELO_is_read_and_written_back(string file)
    {
        var helos = RecordedFrame.Read(file).Where(f => f.IsHelo).ToList();
        Assert.Equal(2, helos.Count);
        foreach (var helo in helos)
        {
            var id = Helo.Read(helo.Bytes, ownNetworkId: 99);
            Assert.Equal(helo.FromServer ? 2u : 1u, id);
            var written = new byte[Helo.Length];
            Helo.Write(id, written);
            Assert.Equal(helo.Bytes, written);
        }
    }

    [Fact]
    public void There_are_enough_recorded_frames() => Assert.True(RecordedFrame.All.Count() > 60);

    [Fact]
    public void A_recorded_request_has_the_fields_that_its_comment_tells()
    {
        var request = Decode(RecordedFrame.Read("06-request-reply.hex").Single(f => !f.FromServer && f.Bytes.Length > 8 && f.Bytes[50] == 0 && f.Bytes[51] == 3).Bytes)[0];
        Assert.Equal(
            new KbusMessage(MessageName.Parse("$.Question"), "what?"u8.ToArray())
            {
                Id = new MessageId(1, 2),
                From = 2,
                OrigFrom = new OriginId(1, 2),
                Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply,
            },
            request);
    }

    [Fact]
    public void A_bind_event_is_big_endian_on_the_wire_and_native_in_hand()
    {
        var message = Decode(RecordedFrame.Read("05-replier-bind-event.hex").First(f => !f.IsHelo).Bytes)[0];
        Assert.True(ReplierBindEvent.TryRead(message.Data.Span, bigEndian: false, out var bindEvent, out _));
        Assert.Equal(new ReplierBindEvent(IsBind: true, 2, MessageName.Parse("$.Question")), bindEvent);
    }

    [Fact]
    public void The_stream_may_come_in_pieces_of_any_size()
    {
        var frames = RecordedFrame.All.Where(f => !f.IsHelo).ToList();
        var stream = frames.SelectMany(f => f.Bytes).ToArray();
        var whole = frames.Select(f => Decode(f.Bytes)[0]).ToList();
        Gen.Int[1, 200].Array[1, 40].Sample(
            sizes =>
            {
                using var decoder = new WireDecoder(Limit);
                var messages = new List<KbusMessage>();
                var at = 0;
                for (var i = 0; at < stream.Length; i++)
                {
                    var size = Math.Min(sizes[i % sizes.Length], stream.Length - at);
                    decoder.Decode(stream.AsSpan(at, size), messages);
                    at += size;
                }

                decoder.End();
                return messages.SequenceEqual(whole);
            },
            iter: 200);
    }

    private static List<KbusMessage> Decode(ReadOnlySpan<byte> bytes)
    {
        using var decoder = new WireDecoder(Limit);
        var messages = new List<KbusMessage>();
        decoder.Decode(bytes, messages);
        decoder.End();
        return messages;
    }
}
