using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 5: Requests and Replies.</summary>
public abstract class RequestConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    [Fact]
    public void A_Request_goes_to_the_replier_with_WANT_YOU_TO_REPLY_and_to_listeners_without()
    {
        var listener = Listener("$.Q");
        var replier = Replier("$.Q");
        var asker = Open();
        var id = asker.Send(Ask("$.Q"));
        var asked = Only(replier);
        var heard = Only(listener);
        Assert.Equal((id, asker.Id, MessageFlags.WantAReply | MessageFlags.WantYouToReply), (asked.Id, asked.From, asked.Flags));
        Assert.Equal((id, asker.Id, MessageFlags.WantAReply), (heard.Id, heard.From, heard.Flags));
        Assert.Equal(0u, listener.UnansweredRequests());
    }

    [Fact]
    public void A_replier_that_also_listens_gets_its_own_copy_first_and_then_one_a_binding()
    {
        var replier = Listener("$.Q");
        replier.Bind("$.Q", BindingKind.Replier);
        replier.Bind("$.*", BindingKind.Listener);
        Open().Send(Ask("$.Q"));
        Assert.Equal([true, false, false], All(replier).Select(message => message.WantsYouToReply));
    }

    [Fact]
    public void A_Request_without_a_replier_is_EADDRNOTAVAIL_and_nobody_hears_it()
    {
        var listener = Listener("$.Q");
        var asker = Open();
        SendFails(Errno.EADDRNOTAVAIL, asker, Ask("$.Q"));
        Silent(listener);
        asker.MaxMessages(1);
        Replier("$.Q");
        asker.Send(Ask("$.Q"));
    }

    [Fact]
    public void A_Request_needs_room_for_its_Reply_else_ENOLCK_and_nothing_else_happens()
    {
        var replier = Replier("$.Q");
        var asker = Listener("$.A");
        asker.MaxMessages(1);
        var last = asker.Send(Say("$.A"));
        SendFails(Errno.ENOLCK, asker, Ask("$.Q"));
        SendFails(Errno.ENOLCK, asker, Ask("$.Nobody"));
        Assert.Equal(last, asker.LastSent());
        Silent(replier);
        Assert.Equal(last.Serial + 1, Open().Send(Say("$.B")).Serial);
        All(asker);
        asker.Send(Ask("$.Q"));
        SendFails(Errno.ENOLCK, asker, Ask("$.Q"));
    }

    [Fact]
    public void A_full_replier_is_EBUSY()
    {
        var listener = Listener("$.Q");
        var (replier, asker) = FullReplier("$.Q");
        All(listener);
        SendFails(Errno.EBUSY, asker, Ask("$.Q"));
        SendFails(Errno.EBUSY, Open(), Ask("$.Q", MessageFlags.AllOrFail));
        Silent(listener);
        Assert.Single(All(replier));
    }

    [Fact]
    public void A_Reply_goes_to_who_asked_and_to_listeners()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var listener = Listener("$.Q");
        var request = asker.Send(Ask("$.Q"));
        All(listener);
        var id = replier.Send(KbusMessage.ReplyTo(Only(replier), "42"u8.ToArray()));
        var reply = Only(asker);
        Assert.Equal((id, request, asker.Id, replier.Id, MessageKind.Reply), (reply.Id, reply.InReplyTo, reply.To, reply.From, reply.Kind));
        Assert.Equal("42"u8, reply.Data.Span);
        Assert.Equal(reply, Only(listener));
    }

    [Fact]
    public void A_Reply_to_a_Ksock_that_is_gone_is_EADDRNOTAVAIL_and_the_Request_is_done_with()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        asker.Dispose();
        var request = Only(replier);
        Assert.Equal(1u, replier.UnansweredRequests());
        SendFails(Errno.EADDRNOTAVAIL, replier, KbusMessage.ReplyTo(request));
        Assert.Equal(0u, replier.UnansweredRequests());
    }

    [Fact]
    public void A_second_Reply_is_ECONNREFUSED()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        var request = Only(replier);
        replier.Send(KbusMessage.ReplyTo(request));
        SendFails(Errno.ECONNREFUSED, replier, KbusMessage.ReplyTo(request));
        Assert.Single(All(asker));
    }

    [Fact]
    public void A_Reply_that_was_never_asked_for_is_ECONNREFUSED_and_one_to_nobody_EADDRNOTAVAIL()
    {
        var sender = Open();
        SendFails(Errno.ECONNREFUSED, sender, Say("$.A") with { InReplyTo = new MessageId(0, 1), To = Open().Id });
        SendFails(Errno.EADDRNOTAVAIL, sender, Say("$.A") with { InReplyTo = new MessageId(0, 1) });
    }

    [Fact]
    public void A_Reply_may_come_from_any_Ksock_and_under_any_name()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        var request = Only(replier);
        Open().Send(KbusMessage.ReplyTo(request) with { Name = MessageName.Parse("$.Other") });
        Assert.Equal("$.Other", Only(asker).Name.Value);
        Assert.Equal(1u, replier.UnansweredRequests());
        replier.Dispose();
        Silent(asker);
    }

    [Fact]
    public void A_Reply_sent_to_the_wrong_Ksock_leaves_the_Request_to_be_answered()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var id = asker.Send(Ask("$.Q"));
        var reply = KbusMessage.ReplyTo(Only(replier));
        SendFails(Errno.EADDRNOTAVAIL, replier, reply with { To = 4_000_000_000 });
        SendFails(Errno.ECONNREFUSED, replier, reply with { To = replier.Id });
        Assert.Equal(1u, replier.UnansweredRequests());
        replier.Dispose();
        var status = Only(asker);
        Assert.Equal(("$.KBUS.Replier.Ignored", id), (status.Name.Value, status.InReplyTo));
    }

    [Fact]
    public void The_place_for_a_Reply_is_kept_so_that_a_full_asker_receives_it()
    {
        var replier = Replier("$.Q");
        var asker = Listener("$.A");
        asker.MaxMessages(2);
        asker.Send(Ask("$.Q"));
        Open().Send(Say("$.A"));
        Open().Send(Say("$.A"));
        Assert.Equal(1u, asker.QueuedMessages());
        replier.Send(KbusMessage.ReplyTo(Only(replier)));
        Assert.Equal(2, All(asker).Length);
    }

    [Fact]
    public void A_Reply_to_an_asker_that_gave_up_the_place_is_EBUSY_and_the_Request_stays_unanswered()
    {
        var replier = Replier("$.Q");
        var asker = Listener("$.A");
        asker.Send(Ask("$.Q"));
        asker.Send(Say("$.A"));
        asker.MaxMessages(1);
        var request = Only(replier);
        SendFails(Errno.EBUSY, replier, KbusMessage.ReplyTo(request));
        Assert.Equal(1u, replier.UnansweredRequests());
        asker.TryReceive();
        replier.Send(KbusMessage.ReplyTo(request));
        Assert.Equal(MessageKind.Reply, Only(asker).Kind);
    }

    [Fact]
    public void A_Stateful_Request_goes_to_the_replier_it_names()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q") with { To = replier.Id });
        Assert.True(Only(replier).WantsYouToReply);
    }

    [Fact]
    public void A_Stateful_Request_for_a_Ksock_that_is_not_the_replier_is_EPIPE()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        SendFails(Errno.EPIPE, asker, Ask("$.Q") with { To = asker.Id });
        SendFails(Errno.EPIPE, asker, Ask("$.Q") with { To = 4_000_000_000 });
        Silent(replier);
    }

    [Fact]
    public void Not_being_the_replier_is_told_before_the_replier_is_full()
    {
        var (_, asker) = FullReplier("$.Q");
        SendFails(Errno.EPIPE, asker, Ask("$.Q") with { To = asker.Id });
    }

    [Fact]
    public void To_means_nothing_in_an_announcement()
    {
        var listener = Listener("$.A");
        Open().Send(Say("$.A") with { To = 4_000_000_000 });
        Assert.Equal(4_000_000_000, Only(listener).To);
    }

    [Fact]
    public void A_Ksock_may_ask_itself()
    {
        var both = Replier("$.Q");
        var id = both.Send(Ask("$.Q"));
        both.Send(KbusMessage.ReplyTo(Only(both)));
        Assert.Equal(id, Only(both).InReplyTo);
        Assert.Equal(0u, both.UnansweredRequests());
    }

    [Fact]
    public void A_message_may_be_Reply_and_Request_at_once_and_the_Reply_is_delivered_first()
    {
        var replier = Replier("$.Q");
        var asker = Replier("$.Back");
        asker.Send(Ask("$.Q"));
        var request = Only(replier);
        var id = replier.Send(KbusMessage.ReplyTo(request) with { Name = MessageName.Parse("$.Back"), Flags = MessageFlags.WantAReply });
        var both = All(asker);
        Assert.Equal([id, id], both.Select(message => message.Id));
        Assert.Equal([false, true], both.Select(message => message.WantsYouToReply));
    }

    [Fact]
    public void An_URGENT_Request_is_the_first_to_be_asked()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        var urgent = asker.Send(Ask("$.Q", MessageFlags.Urgent));
        Assert.Equal(urgent, replier.TryReceive()!.Id);
    }
}
