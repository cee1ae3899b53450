using System.Text;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Messages;

public sealed class KbusMessageTests
{
    private static readonly MessageId Some = new(0, 7);

    [Fact]
    public void A_plain_message_is_an_announcement()
    {
        var message = KbusMessage.Announcement("$.Fred", "h\u00e9");
        Assert.Equal(MessageKind.Announcement, message.Kind);
        Assert.False(message.IsRequest || message.IsReply || message.IsStatefulRequest || message.WantsYouToReply || message.IsUrgent);
        Assert.Equal([0x68, 0xC3, 0xA9], message.Data.ToArray());
        Assert.Equal(MessageId.None, message.Id);
    }

    [Fact]
    public void WANT_A_REPLY_makes_a_Request()
    {
        var message = KbusMessage.Request("$.Fred");
        Assert.Equal(MessageKind.Request, message.Kind);
        Assert.True(message.IsRequest);
        Assert.False(message.IsStatefulRequest);
    }

    [Fact]
    public void A_Request_with_to_or_final_to_is_stateful()
    {
        Assert.True((KbusMessage.Request("$.Fred") with { To = 3 }).IsStatefulRequest);
        Assert.True((KbusMessage.Request("$.Fred") with { FinalTo = new OriginId(1, 3) }).IsStatefulRequest);
        Assert.False((KbusMessage.Announcement("$.Fred") with { To = 3 }).IsStatefulRequest);
    }

    [Fact]
    public void In_reply_to_makes_a_Reply_even_with_another_network_s_id()
    {
        Assert.Equal(MessageKind.Reply, (KbusMessage.Announcement("$.Fred") with { InReplyTo = Some }).Kind);
        Assert.Equal(MessageKind.Reply, (KbusMessage.Announcement("$.Fred") with { InReplyTo = new MessageId(3, 0) }).Kind);
        Assert.Equal(MessageKind.Reply, (KbusMessage.Request("$.Fred") with { InReplyTo = Some }).Kind);
    }

    [Fact]
    public void A_Reply_under_a_name_of_KBUS_is_a_Status()
    {
        Assert.Equal(MessageKind.Status, (KbusMessage.Announcement("$.KBUS.Replier.GoneAway") with { InReplyTo = Some, Flags = MessageFlags.Synthetic }).Kind);
        Assert.Equal(MessageKind.Status, (KbusMessage.Announcement("$.KBUS.Replier.Ignored") with { InReplyTo = Some }).Kind);
    }

    [Fact]
    public void A_message_of_the_event_name_is_a_ReplierBindEvent()
        => Assert.Equal(MessageKind.ReplierBindEvent, KbusMessage.Announcement("$.KBUS.ReplierBindEvent").Kind);

    [Fact]
    public void A_Reply_has_the_Request_s_name_goes_to_its_sender_and_answers_its_id()
    {
        var request = KbusMessage.Request("$.Fred", "?") with { Id = Some, From = 5, Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply };
        var reply = KbusMessage.ReplyTo(request, Encoding.ASCII.GetBytes("!"));
        Assert.Equal(new KbusMessage(request.Name, "!"u8.ToArray()) { To = 5, InReplyTo = Some }, reply);
    }

    [Fact]
    public void A_Stateful_Request_goes_to_the_earlier_sender_and_finally_to_its_origin()
    {
        var earlier = KbusMessage.Announcement("$.Fred") with { From = 4, OrigFrom = new OriginId(2, 9), InReplyTo = Some };
        var request = KbusMessage.StatefulRequest(MessageName.Parse("$.Jim"), earlier);
        Assert.Equal(4u, request.To);
        Assert.Equal(new OriginId(2, 9), request.FinalTo);
        Assert.True(request.IsStatefulRequest);
        Assert.Equal(MessageId.None, request.InReplyTo);
    }

    [Fact]
    public void Messages_are_equal_when_every_field_and_byte_is()
    {
        var message = KbusMessage.Announcement("$.Fred", "abc");
        Assert.Equal(message, KbusMessage.Announcement("$.Fred", "abc"));
        Assert.Equal(message.GetHashCode(), KbusMessage.Announcement("$.Fred", "abc").GetHashCode());
        KbusMessage[] others =
        [
            KbusMessage.Announcement("$.Fred", "abd"), KbusMessage.Announcement("$.Jim", "abc"),
            message with { Id = Some }, message with { InReplyTo = Some }, message with { To = 1 }, message with { From = 1 },
            message with { OrigFrom = new OriginId(1, 1) }, message with { FinalTo = new OriginId(1, 1) }, message with { Extra = 1 },
            message with { Flags = MessageFlags.Urgent },
        ];
        Assert.All(others, other => Assert.NotEqual(message, other));
    }

    [Fact]
    public void A_message_prints_in_one_line()
    {
        var message = KbusMessage.Request("$.Fred", "x") with
        {
            Id = new MessageId(0, 17),
            From = 3,
            To = 4,
            OrigFrom = new OriginId(2, 3),
            FinalTo = new OriginId(1, 4),
        };
        Assert.Equal("Request 0:17 '$.Fred' from 3 to 4 originally from 2:3 finally to 1:4 (1 byte)", message.ToString());
        Assert.Equal("Reply 0:18 '$.Fred' in reply to 0:17 from 0 to 3 (0 bytes)", (KbusMessage.ReplyTo(message) with { Id = new MessageId(0, 18) }).ToString());
    }

    [Theory]
    [InlineData(MessageFlags.WantAReply, 0x1u)]
    [InlineData(MessageFlags.WantYouToReply, 0x2u)]
    [InlineData(MessageFlags.Synthetic, 0x4u)]
    [InlineData(MessageFlags.Urgent, 0x8u)]
    [InlineData(MessageFlags.AllOrWait, 0x100u)]
    [InlineData(MessageFlags.AllOrFail, 0x200u)]
    [InlineData(MessageFlags.UserMask, 0xFFFF0000u)]
    public void The_flags_have_the_numbers_of_KBUS(MessageFlags flag, uint number) => Assert.Equal(number, (uint)flag);
}
