using Limpet.Core.Bus.Hosting;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hostile;

namespace Limpet.Core.Tests.Hosting;

/// <summary>The fields of the frames between processes, out and in again, and those that are none.</summary>
public sealed class FrameFieldTests
{
    private static readonly KbusMessage Message = KbusMessage.Request("$.Ask.Me", "data of it") with { Id = new(3, 4), To = 5, From = 6 };

    private static readonly Dictionary<string, (Action<FrameWriter> Write, Read Read)> Kinds = new()
    {
        ["U32"] = (frame => frame.U32(0xFEDCBA98), (ref frame) => Assert.Equal(0xFEDCBA98, frame.U32())),
        ["U64"] = (frame => frame.U64(0xFEDCBA9876543210), (ref frame) => Assert.Equal(0xFEDCBA9876543210, frame.U64())),
        ["Id"] = (frame => frame.Id(new(7, 9)), (ref frame) => Assert.Equal(new MessageId(7, 9), frame.Id())),
        ["Bytes"] = (frame => frame.Bytes([1, 2, 255]), (ref frame) => Assert.True(frame.Bytes().SequenceEqual<byte>([1, 2, 255]))),
        ["Text"] = (frame => frame.Text("$.\u00c4\u00ff"), (ref frame) => Assert.Equal("$.\u00c4\u00ff", frame.Text())),
        ["Message"] = (frame => frame.Message(Message), (ref frame) => Assert.Equal(Message, frame.Message(new()))),
        ["Name"] = (frame => frame.Text("$.A.*"), (ref frame) => Assert.Equal("$.A.*", frame.Name().Value)),
        ["Listener"] = (frame => frame.U32(0), (ref frame) => Assert.Equal(BindingKind.Listener, frame.Kind())),
        ["Replier"] = (frame => frame.U32(1), (ref frame) => Assert.Equal(BindingKind.Replier, frame.Kind())),
        ["Query"] = (frame => frame.U32((uint)KsockQuery.UnansweredRequests), (ref frame) => Assert.Equal(KsockQuery.UnansweredRequests, frame.Query())),
    };

    private static readonly Dictionary<string, (Action<FrameWriter> Write, Read Read, string Told)> Malformed = new()
    {
        ["kind"] = (frame => frame.U32(2), (ref frame) => frame.Kind(), " 2"),
        ["query"] = (frame => frame.U32(4), (ref frame) => frame.Query(), " 4"),
        ["name"] = (frame => frame.Text("$.A."), (ref frame) => frame.Name(), "$.A."),
        ["message"] = (frame => frame.Bytes(new byte[100]), (ref frame) => frame.Message(new()), "start_guard"),
    };

    private delegate void Read(ref FrameReader frame);

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    public static TheoryData<string> MalformedNames => [.. Malformed.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    public void A_field_comes_in_as_it_went_out_and_not_with_a_byte_less_or_more(string kind)
    {
        var (write, read) = Kinds[kind];
        var bytes = Fields(write);
        ReadAll(bytes, read);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => ReadAll(bytes[..length], read));
        }

        var error = Assert.Throws<FormatException>(() => ReadAll([.. bytes, 0, 0, 0], read));
        Assert.Contains("3 bytes too many", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MalformedNames))]
    public void A_field_that_says_what_there_is_not_is_refused_and_told(string what)
    {
        var (write, read, told) = Malformed[what];
        Assert.Contains(told, Assert.Throws<FormatException>(() => ReadAll(Fields(write), read)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_skipped_is_not_too_much()
    {
        var frame = new FrameReader((byte)MemberOperation.Write, new byte[10], text => new FormatException(text));
        frame.U32();
        frame.Skip();
        frame.End();
    }

    [Fact]
    public void Frames_stand_one_behind_another_until_they_are_written_out()
    {
        var frames = new FrameWriter();
        Assert.True(frames.IsEmpty);
        frames.Begin(MemberOperation.Bind);
        frames.U32(1);
        frames.End();
        frames.BeginAnswer(Errno.EBUSY);
        var place = frames.Reserve();
        Assert.Equal(MemberProtocol.HeaderSize + 8, frames.FrameLength);
        frames.U32(3);
        frames.Fill(place, 2);
        frames.End();
        byte[] expected =
        [
            .. RawMember.Frame(MemberOperation.Bind, BitConverter.GetBytes(1)),
            .. RawMember.Frame(default, BitConverter.GetBytes((int)Errno.EBUSY), BitConverter.GetBytes(2), BitConverter.GetBytes(3)),
        ];
        Assert.Equal(expected, frames.Pending);

        frames.Consume(11);
        Assert.True(frames.Pending.SequenceEqual(expected.AsSpan(11)));
        Assert.False(frames.IsEmpty);
        frames.Consume(expected.Length - 11);
        Assert.True(frames.IsEmpty);
        Assert.Equal(0, frames.FrameLength);
    }

    [Theory]
    [InlineData(1019)]
    [InlineData(5000)]
    [InlineData(200_000)]
    public void A_long_frame_leaves_nothing_in_the_next_one(int length)
    {
        var frames = new FrameWriter();
        for (var round = 0; round < 2; round++)
        {
            var content = Enumerable.Repeat((byte)0xFF, length).ToArray();
            frames.Begin(MemberOperation.Write);
            frames.Bytes(content);
            frames.End();
            Assert.Equal(RawMember.Frame(MemberOperation.Write, BitConverter.GetBytes(length), content), frames.Pending);
            frames.Consume(frames.Pending.Length);

            Assert.Equal(Fields(frame => frame.Message(Message)), Fields(frame => frame.Message(Message), frames));
        }
    }

    private static byte[] Fields(Action<FrameWriter> write, FrameWriter? frames = null)
    {
        frames ??= new FrameWriter();
        frames.Begin(MemberOperation.Write);
        write(frames);
        frames.End();
        var fields = frames.Pending[MemberProtocol.HeaderSize..].ToArray();
        frames.Consume(frames.Pending.Length);
        return fields;
    }

    private static void ReadAll(byte[] fields, Read read)
    {
        var frame = new FrameReader((byte)MemberOperation.Write, fields, text => new FormatException(text));
        read(ref frame);
        frame.End();
    }
}
