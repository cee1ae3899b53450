using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 3 and 5: what becomes of a message on its way, who gets it, and in which order.</summary>
public abstract class AnnouncementConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    [Fact]
    public void SYNTHETIC_and_WANT_YOU_TO_REPLY_are_cleared_extra_is_zeroed_and_from_is_set()
    {
        var listener = Listener("$.A");
        var sender = Open();
        sender.Send(Say("$.A", MessageFlags.Synthetic | MessageFlags.WantYouToReply) with { Extra = 7, From = 99 });
        var message = Only(listener);
        Assert.Equal((MessageFlags.None, 0u, sender.Id), (message.Flags, message.Extra, message.From));
    }

    [Fact]
    public void What_KBUS_does_not_set_is_carried_untouched()
    {
        var listener = Listener("$.A");
        var sender = Open();
        var sent = new KbusMessage(MessageName.Parse("$.A"), new byte[] { 0, 255, 1 })
        {
            To = 77, OrigFrom = new OriginId(3, 4), FinalTo = new OriginId(5, 6), Flags = (MessageFlags)0xABCD0000 | MessageFlags.AllOrFail,
        };
        var id = sender.Send(sent);
        Assert.Equal(sent with { Id = id, From = sender.Id }, Only(listener));
    }

    [Fact]
    public void A_message_with_network_0_gets_the_next_serial_whatever_serial_it_had()
    {
        var sender = Open();
        var first = sender.Send(Say("$.A"));
        var second = sender.Send(Say("$.A") with { Id = new MessageId(0, 1_000_000) });
        Assert.Equal(0u, first.Network);
        Assert.Equal(new MessageId(0, first.Serial + 1), second);
    }

    [Fact]
    public void A_message_of_another_network_keeps_its_id_and_takes_no_serial()
    {
        var listener = Listener("$.A");
        var sender = Open();
        var before = sender.Send(Say("$.B"));
        var id = new MessageId(9, 17);
        Assert.Equal(id, sender.Send(Say("$.A") with { Id = id }));
        Assert.Equal(id, sender.LastSent());
        Assert.Equal(id, Only(listener).Id);
        Assert.Equal(before.Serial + 1, sender.Send(Say("$.B")).Serial);
    }

    [Fact]
    public void A_message_that_fails_a_check_has_taken_its_serial()
    {
        var sender = Open();
        var before = sender.Send(Say("$.A"));
        SendFails(Errno.EADDRNOTAVAIL, sender, Ask("$.Nobody"));
        Assert.Equal(before.Serial + 2, sender.Send(Say("$.A")).Serial);
    }

    [Fact]
    public void An_announcement_that_nobody_hears_is_sent()
    {
        Replier("$.A");
        Assert.NotEqual(MessageId.None, Open().Send(Say("$.A")));
    }

    [Fact]
    public void Repliers_receive_Requests_alone()
    {
        var replier = Replier("$.A");
        Open().Send(Say("$.A"));
        Silent(replier);
    }

    [Fact]
    public void The_sender_hears_itself_if_it_is_bound()
    {
        var sender = Listener("$.A");
        var id = sender.Send(Say("$.A"));
        Assert.Equal(id, Only(sender).Id);
    }

    [Fact]
    public void A_Ksock_bound_several_times_receives_several_copies()
    {
        var listener = Listener("$.A.B", "$.A.*", "$.A.%", "$.*", "$.A.B");
        Open().Send(Say("$.A.B"));
        Assert.Equal(5, All(listener).Length);
    }

    [Fact]
    public void With_MSGONLYONCE_it_receives_one()
    {
        var listener = Listener("$.A", "$.A", "$.*");
        listener.MessagesOnlyOnce(1);
        var sender = Open();
        sender.Send(Say("$.A"));
        Assert.Single(All(listener));
        sender.Send(Say("$.A", MessageFlags.Urgent));
        sender.Send(Say("$.A"));
        Assert.Equal(2, All(listener).Length);
    }

    [Fact]
    public void MSGONLYONCE_compares_with_the_last_put_even_if_that_was_popped()
    {
        var listener = Listener("$.A");
        listener.MessagesOnlyOnce(1);
        var sender = Open();
        var id = new MessageId(9, 17);
        sender.Send(Say("$.A") with { Id = id });
        Assert.Single(All(listener));
        sender.Send(Say("$.A") with { Id = id });
        Silent(listener);
        sender.Send(Say("$.A"));
        sender.Send(Say("$.A") with { Id = id });
        Assert.Equal(2, All(listener).Length);
    }

    [Fact]
    public void MSGONLYONCE_drops_no_copy_that_is_the_replier_s_or_a_Reply()
    {
        var both = Listener("$.Q", "$.Q");
        both.Bind("$.Q", BindingKind.Replier);
        both.MessagesOnlyOnce(1);
        both.Send(Ask("$.Q"));
        var request = Only(both);
        Assert.True(request.WantsYouToReply);
        both.Send(KbusMessage.ReplyTo(request));
        Assert.Single(All(both));
    }

    [Fact]
    public void URGENT_goes_to_the_front_and_the_others_to_the_end()
    {
        var listener = Listener("$.*");
        var sender = Open();
        foreach (var (name, flags) in new[] { ("$.A", MessageFlags.None), ("$.B", MessageFlags.Urgent), ("$.C", MessageFlags.None), ("$.D", MessageFlags.Urgent) })
        {
            sender.Send(Say(name, flags));
        }

        var all = All(listener);
        Assert.Equal(["$.D", "$.B", "$.A", "$.C"], all.Select(message => message.Name.Value));
        Assert.True(all[0].IsUrgent);
    }

    [Fact]
    public void Order_is_the_same_for_every_recipient()
    {
        var first = Listener("$.*");
        var second = Listener("$.A", "$.B");
        var one = Open();
        var two = Open();
        for (var i = 0; i < 20; i++)
        {
            one.Send(Say("$.A"));
            two.Send(Say("$.B"));
        }

        var serials = All(first).Select(message => message.Id.Serial).ToList();
        Assert.Equal(serials.Order(), serials);
        Assert.Equal(serials, All(second).Select(message => message.Id.Serial));
    }

    [Fact]
    public void A_full_listener_alone_goes_without_silently()
    {
        var full = FullListener("$.A");
        var other = Listener("$.A");
        var id = Open().Send(Say("$.A"));
        Assert.Equal(id, Only(other).Id);
        Assert.Single(All(full));
    }

    [Fact]
    public void With_ALL_OR_FAIL_a_full_listener_is_EBUSY_and_nobody_receives_it()
    {
        var other = Listener("$.A");
        var full = FullListener("$.A");
        All(other);
        SendFails(Errno.EBUSY, Open(), Say("$.A", MessageFlags.AllOrFail));
        Silent(other);
        Assert.Single(All(full));
    }

    [Fact]
    public void Whether_a_listener_is_full_is_judged_before_anything_is_delivered()
    {
        var listener = Listener("$.A", "$.A");
        listener.MaxMessages(1);
        var id = Open().Send(Say("$.A", MessageFlags.AllOrFail));
        Assert.Equal([id, id], All(listener).Select(message => message.Id));
    }

    [Fact]
    public void Both_ALL_OR_flags_are_EINVAL() => SendFails(Errno.EINVAL, Open(), Say("$.A", MessageFlags.AllOrFail | MessageFlags.AllOrWait));

    [Fact]
    public void A_message_too_long_with_a_wildcard_name_is_EMSGSIZE_since_the_header_is_checked_first()
    {
        var sender = Open();
        var tooMuch = new byte[sender.MaxMessageSize(0)];
        SendFails(Errno.EMSGSIZE, sender, new KbusMessage(MessageName.Parse("$.*"), tooMuch));
    }

    [Fact]
    public void A_queue_is_full_when_queued_messages_and_awaited_Replies_reach_its_maximum()
    {
        Replier("$.Q");
        var ksock = Listener("$.A");
        ksock.MaxMessages(2);
        ksock.Send(Ask("$.Q"));
        Open().Send(Say("$.A", MessageFlags.AllOrFail));
        SendFails(Errno.EBUSY, Open(), Say("$.A", MessageFlags.AllOrFail));
        Assert.Equal(1u, ksock.QueuedMessages());
    }
}
