using System.Buffers;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Wire;

/// <summary>What is written where, whatever stood there before.</summary>
public sealed class WireWriterTests
{
    private static readonly KbusMessage Fred = KbusMessage.Announcement("$.Fred", "hello") with { Id = new(1, 2) };

    [Fact]
    public void Padding_is_of_zeroes_and_nothing_behind_the_message_is_touched()
    {
        var clean = new byte[WireFormat.MessageLength(Fred)];
        Assert.Equal(84, WireWriter.Write(Fred, clean));
        var dirty = new byte[clean.Length + 5];
        dirty.AsSpan().Fill(0xEE);
        Assert.Equal(84, WireWriter.Write(Fred, dirty));
        Assert.Equal([.. clean, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE], dirty);
        Assert.Equal([.. "$.Fred\0\0hello\0\0\0"u8, 0x4B, 0x62, 0x75, 0x73], clean[WireFormat.HeaderLength..]);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_told()
    {
        var e = Assert.Throws<ArgumentException>(() => WireWriter.Write(Fred, new byte[83]));
        Assert.Equal("destination", e.ParamName);
        Assert.StartsWith("The message has 84 bytes on the wire, the destination 83.", e.Message);
    }

    [Fact]
    public void Messages_are_appended_one_after_another()
    {
        var both = new ArrayBufferWriter<byte>();
        WireWriter.Write(Fred, both);
        WireWriter.Write(Fred, both);
        Assert.Equal(168, both.WrittenCount);
        Assert.Equal(both.WrittenSpan[..84].ToArray(), both.WrittenSpan[84..].ToArray());
    }

    [Fact]
    public void A_bind_event_is_turned_whole_and_its_name_is_not()
    {
        var bindEvent = new KbusMessage(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: true, 0x01020304, MessageName.Parse("$.Q")).ToData(bigEndian: false));
        var bytes = new byte[WireFormat.MessageLength(bindEvent)];
        WireWriter.Write(bindEvent, bytes);
        Assert.Equal([0, 0, 0, 1, 1, 2, 3, 4, 0, 0, 0, 3, .. "$.Q\0"u8], bytes.AsSpan(WireFormat.HeadLength(bindEvent), 16).ToArray());

        var e = Assert.Throws<ArgumentException>(() => WireWriter.Write(bindEvent with { Data = new byte[4] }, new byte[200]));
        Assert.Equal("message", e.ParamName);
        Assert.StartsWith("The message cannot go on the wire: ", e.Message);
    }
}
