using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 5: ALL_OR_WAIT, and the send that waits.</summary>
public abstract class WaitingConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    private static readonly KbusMessage Waiting = Say("$.A", MessageFlags.AllOrWait);

    [Fact]
    public void With_ALL_OR_WAIT_a_full_listener_is_EAGAIN_with_the_id_and_nobody_receives_it()
    {
        var other = Listener("$.A");
        FullListener("$.A");
        All(other);
        var sender = Open();
        var id = Waits(sender, Waiting);
        Assert.Equal(id, sender.LastSent());
        Silent(other);
    }

    [Fact]
    public void Poll_tries_again_and_the_message_keeps_its_id()
    {
        var full = FullListener("$.A");
        var other = Listener("$.A");
        var sender = Open();
        var id = Waits(sender, Waiting);
        Assert.Equal(KsockEvents.None, sender.Poll());
        full.TryReceive();
        Silent(other);
        Assert.Equal(KsockEvents.Writable, sender.Poll());
        Assert.Equal(id, Only(full).Id);
        Assert.Equal(id, Only(other).Id);
        Assert.Equal(id, sender.LastSent());
    }

    [Fact]
    public void Another_SEND_tries_again()
    {
        var full = FullListener("$.A");
        var sender = Open();
        var id = Waits(sender, Waiting);
        Fails(Errno.EAGAIN, () => sender.SendWritten());
        full.TryReceive();
        Assert.Equal(id, sender.SendWritten());
        Assert.Equal(id, Only(full).Id);
        Fails(Errno.ENOMSG, () => sender.SendWritten());
    }

    [Fact]
    public void DISCARD_gives_up()
    {
        var full = FullListener("$.A");
        var sender = Open();
        Waits(sender, Waiting);
        sender.Discard();
        Assert.Equal(KsockEvents.Writable, sender.Poll());
        Assert.Single(All(full));
        Fails(Errno.ENOMSG, () => sender.SendWritten());
        sender.Send(Say("$.A"));
    }

    [Fact]
    public void A_closed_sender_s_waiting_message_is_gone()
    {
        var full = FullListener("$.A");
        var sender = Open();
        Waits(sender, Waiting);
        sender.Dispose();
        Assert.Single(All(full));
    }

    [Fact]
    public void A_full_replier_makes_a_Request_wait()
    {
        var (replier, asker) = FullReplier("$.Q");
        var id = Waits(asker, Ask("$.Q", MessageFlags.AllOrWait));
        replier.TryReceive();
        Assert.Equal(KsockEvents.Writable, asker.Poll());
        var request = Only(replier);
        Assert.Equal(id, request.Id);
        Assert.True(request.WantsYouToReply);
        replier.Send(KbusMessage.ReplyTo(request));
        Assert.Equal(id, Only(asker).InReplyTo);
    }

    [Fact]
    public void A_full_asker_makes_a_Reply_wait()
    {
        var replier = Replier("$.Q");
        var asker = Listener("$.A");
        asker.Send(Ask("$.Q"));
        asker.Send(Say("$.A"));
        asker.MaxMessages(1);
        Waits(replier, KbusMessage.ReplyTo(Only(replier)) with { Flags = MessageFlags.AllOrWait });
        Assert.Equal(1u, replier.UnansweredRequests());
        asker.TryReceive();
        Assert.Equal(KsockEvents.Writable, replier.Poll());
        Assert.Equal(0u, replier.UnansweredRequests());
        Assert.Equal(MessageKind.Reply, Only(asker).Kind);
    }

    [Fact]
    public void Raising_MAXMSGS_and_unbinding_and_closing_make_room_too()
    {
        foreach (var makeRoom in new Action<IKsock>[] { full => full.MaxMessages(2), full => full.Unbind("$.A", BindingKind.Listener), full => full.Dispose() })
        {
            var full = FullListener("$.A");
            var sender = Open();
            Waits(sender, Waiting);
            makeRoom(full);
            Assert.Equal(KsockEvents.Writable, sender.Poll());
            full.Dispose();
        }
    }

    [Fact]
    public void A_waiting_Request_whose_replier_goes_is_answered_Disappeared_by_poll()
    {
        var (replier, _) = FullReplier("$.Q");
        var asker = Open();
        var id = Waits(asker, Ask("$.Q", MessageFlags.AllOrWait));
        replier.Dispose();
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, asker.Poll());
        var status = Only(asker);
        Assert.Equal(("$.KBUS.Replier.Disappeared", 0u, asker.Id, id), (status.Name.Value, status.From, status.To, status.InReplyTo));
        Assert.Equal(MessageFlags.Synthetic, status.Flags);
    }

    [Fact]
    public void A_waiting_Reply_whose_asker_goes_is_told_Disappeared_too()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        FullListener("$.A");
        var id = Waits(replier, KbusMessage.ReplyTo(Only(replier)) with { Name = MessageName.Parse("$.A"), Flags = MessageFlags.AllOrWait });
        asker.Dispose();
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, replier.Poll());
        var status = Only(replier);
        Assert.Equal(("$.KBUS.Replier.Disappeared", id), (status.Name.Value, status.InReplyTo));
        Assert.Equal(0u, replier.UnansweredRequests());
    }

    [Fact]
    public void A_waiting_Request_that_fails_otherwise_is_answered_ErrorSending_by_poll()
    {
        var (first, _) = FullReplier("$.Q");
        var asker = Open();
        var id = Waits(asker, Ask("$.Q", MessageFlags.AllOrWait) with { To = first.Id });
        first.Unbind("$.Q", BindingKind.Replier);
        Replier("$.Q");
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, asker.Poll());
        var status = Only(asker);
        Assert.Equal(("$.KBUS.ErrorSending", 0u, asker.Id, id), (status.Name.Value, status.From, status.To, status.InReplyTo));
    }

    [Fact]
    public void A_waiting_Request_whose_sender_has_no_room_any_more_is_answered_ErrorSending()
    {
        var (replier, _) = FullReplier("$.Q");
        var asker = Listener("$.A");
        asker.MaxMessages(1);
        var id = Waits(asker, Ask("$.Q", MessageFlags.AllOrWait));
        Open().Send(Say("$.A"));
        replier.TryReceive();
        asker.Poll();
        Silent(replier);
        var all = All(asker);
        Assert.Equal(["$.A", "$.KBUS.ErrorSending"], all.Select(message => message.Name.Value));
        Assert.Equal(id, all[1].InReplyTo);
    }

    [Fact]
    public void A_waiting_Reply_that_is_awaited_no_more_ends_without_a_word()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        FullListener("$.Q");
        var request = Only(replier);
        Waits(replier, KbusMessage.ReplyTo(request) with { Flags = MessageFlags.AllOrWait });
        Open().Send(KbusMessage.ReplyTo(request));
        Assert.Equal(KsockEvents.Writable, replier.Poll());
        Silent(replier);
        Assert.Equal(0u, replier.UnansweredRequests());
        Assert.Single(All(asker));
    }

    [Fact]
    public void A_retry_by_SEND_gives_its_error_and_no_Status()
    {
        var (replier, _) = FullReplier("$.Q");
        var asker = Open();
        Waits(asker, Ask("$.Q", MessageFlags.AllOrWait));
        replier.Dispose();
        Fails(Errno.EADDRNOTAVAIL, () => asker.SendWritten());
        Assert.Equal(KsockEvents.Writable, asker.Poll());
        Silent(asker);
    }

    [Fact]
    public void While_a_send_waits_the_Ksock_still_receives()
    {
        FullListener("$.A");
        var sender = Listener("$.B");
        Waits(sender, Waiting);
        Open().Send(Say("$.B"));
        Assert.Equal(KsockEvents.Readable, sender.Poll());
        Assert.Single(All(sender));
    }
}
