using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 6: the Status messages, and that every Request is answered exactly once.</summary>
public abstract class StatusConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    [Fact]
    public void A_Status_has_the_Request_s_id_its_sender_and_no_data()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var id = asker.Send(Ask("$.Q"));
        replier.Dispose();
        var status = Only(asker);
        var expected = new KbusMessage(MessageName.Parse("$.KBUS.Replier.GoneAway"))
        {
            Id = new MessageId(0, id.Serial + 1), InReplyTo = id, To = asker.Id, From = replier.Id, Flags = MessageFlags.Synthetic,
        };
        Assert.Equal(expected, status);
        Assert.Equal(MessageKind.Status, status.Kind);
    }

    [Fact]
    public void GoneAway_when_the_replier_closed_with_the_Request_in_its_queue_and_Ignored_when_it_had_popped_it()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var popped = asker.Send(Ask("$.Q"));
        var queued = asker.Send(Ask("$.Q"));
        replier.TryReceive();
        replier.Dispose();
        Assert.Equal([("$.KBUS.Replier.GoneAway", queued), ("$.KBUS.Replier.Ignored", popped)], All(asker).Select(status => (status.Name.Value, status.InReplyTo)));
    }

    [Fact]
    public void Unbound_when_the_replier_unbound_the_name_with_the_Request_in_its_queue()
    {
        var replier = Replier("$.Q", "$.Other");
        var asker = Open();
        var popped = asker.Send(Ask("$.Q"));
        var other = asker.Send(Ask("$.Other"));
        var queued = asker.Send(Ask("$.Q"));
        replier.TryReceive();
        replier.Unbind("$.Q", BindingKind.Replier);
        var status = Only(asker);
        Assert.Equal(("$.KBUS.Replier.Unbound", queued, replier.Id), (status.Name.Value, status.InReplyTo, status.From));
        Assert.Equal(other, Only(replier).Id);
        replier.Send(KbusMessage.Announcement("$.Q") with { To = asker.Id, InReplyTo = popped });
        Assert.Equal(popped, Only(asker).InReplyTo);
    }

    [Fact]
    public void A_Stateful_Request_is_answered_GoneAway_and_Unbound_too()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q") with { To = replier.Id });
        replier.Unbind("$.Q", BindingKind.Replier);
        Assert.Equal("$.KBUS.Replier.Unbound", Only(asker).Name.Value);
        replier.Bind("$.Q", BindingKind.Replier);
        asker.Send(Ask("$.Q") with { To = replier.Id });
        replier.Dispose();
        Assert.Equal("$.KBUS.Replier.GoneAway", Only(asker).Name.Value);
    }

    [Fact]
    public void A_listener_s_copy_of_a_Request_answers_nothing_when_it_goes()
    {
        var replier = Replier("$.Q");
        var listener = Listener("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        listener.Unbind("$.Q", BindingKind.Listener);
        listener.Dispose();
        Silent(asker);
        Assert.Single(All(replier));
    }

    [Fact]
    public void A_Status_goes_to_the_sender_alone_and_never_to_listeners()
    {
        var listener = Listener("$.*", "$.KBUS.*", "$.KBUS.Replier.GoneAway");
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        All(listener);
        replier.Dispose();
        Silent(listener);
        Assert.Single(All(asker));
    }

    [Fact]
    public void A_Status_comes_whether_the_queue_is_full_or_not()
    {
        var replier = Replier("$.Q");
        var asker = Listener("$.A");
        asker.Send(Ask("$.Q"));
        asker.Send(Say("$.A"));
        asker.MaxMessages(1);
        replier.Dispose();
        Assert.Equal(["$.A", "$.KBUS.Replier.GoneAway"], All(asker).Select(message => message.Name.Value));
    }

    [Fact]
    public void A_Status_satisfies_the_awaited_Reply()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.MaxMessages(1);
        var id = asker.Send(Ask("$.Q"));
        replier.Dispose();
        All(asker);
        SendFails(Errno.ECONNREFUSED, Open(), Say("$.Q") with { InReplyTo = id, To = asker.Id });
        Replier("$.Q");
        asker.Send(Ask("$.Q"));
    }

    [Fact]
    public void A_Request_answered_already_earns_no_Status()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        asker.Send(Ask("$.Q"));
        replier.Send(KbusMessage.ReplyTo(Only(replier)));
        replier.Dispose();
        Assert.Equal(MessageKind.Reply, Only(asker).Kind);
    }

    [Fact]
    public void A_Request_answered_by_another_while_queued_earns_no_Status_and_no_serial()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var other = Open();
        var id = asker.Send(Ask("$.Q"));
        var reply = other.Send(Say("$.Q") with { InReplyTo = id, To = asker.Id });
        replier.Dispose();
        Assert.Single(All(asker));
        Assert.Equal(reply.Serial + 1, other.Send(Say("$.A")).Serial);
    }

    [Fact]
    public void A_sender_that_is_gone_needs_no_Status()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var id = asker.Send(Ask("$.Q"));
        asker.Dispose();
        replier.Dispose();
        Assert.Equal(id.Serial + 1, Open().Send(Say("$.A")).Serial);
    }

    [Fact]
    public void Two_Ksocks_that_chose_the_same_id_are_each_answered()
    {
        var replier = Replier("$.Q");
        var one = Open();
        var two = Open();
        var id = new MessageId(7, 7);
        one.Send(Ask("$.Q") with { Id = id });
        two.Send(Ask("$.Q") with { Id = id });
        var requests = All(replier);
        replier.Send(KbusMessage.ReplyTo(requests[1]));
        replier.Dispose();
        Assert.Equal("$.KBUS.Replier.Ignored", Only(one).Name.Value);
        Assert.Equal("$.Q", Only(two).Name.Value);
    }

    [Fact]
    public void A_Ksock_that_asks_itself_and_unbinds_is_answered()
    {
        var both = Replier("$.Q");
        var id = both.Send(Ask("$.Q"));
        both.Unbind("$.Q", BindingKind.Replier);
        var status = Only(both);
        Assert.Equal(("$.KBUS.Replier.Unbound", id), (status.Name.Value, status.InReplyTo));
    }
}
