using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 6: Close, and the unbind events that are set aside.</summary>
public abstract class ClosingConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    private const string Event = "$.KBUS.ReplierBindEvent";
    private const string Lost = "$.KBUS.UnbindEventsLost";

    [Fact]
    public void Closing_answers_queued_Requests_then_announces_its_unbinds_newest_first_then_answers_popped_ones()
    {
        var replier = Replier("$.Q", "$.R");
        var watcher = Listener(Event);
        var popped = watcher.Send(Ask("$.Q"));
        replier.TryReceive();
        var queued = watcher.Send(Ask("$.R"));
        Open().ReportReplierBinds(1);
        replier.Dispose();
        var all = All(watcher);
        Assert.Equal(["$.KBUS.Replier.GoneAway", Event, Event, "$.KBUS.Replier.Ignored"], all.Select(message => message.Name.Value));
        Assert.Equal([Unbound(replier, "$.R"), Unbound(replier, "$.Q")], all[1..3].Select(EventOf));
        Assert.Equal((queued, popped), (all[0].InReplyTo, all[3].InReplyTo));
        var serials = all.Select(message => message.Id.Serial).ToList();
        Assert.Equal(Enumerable.Range((int)serials[0], 4), serials.Select(serial => (int)serial));
    }

    [Fact]
    public void Requests_in_the_queue_are_answered_in_its_order_and_popped_ones_in_the_order_of_popping()
    {
        var replier = Replier("$.Q");
        var asker = Open();
        var ids = Enumerable.Range(0, 3).Select(_ => asker.Send(Ask("$.Q"))).ToList();
        var urgent = asker.Send(Ask("$.Q", MessageFlags.Urgent));
        replier.Dispose();
        Assert.Equal([urgent, .. ids], All(asker).Select(status => status.InReplyTo));

        replier = Replier("$.Q");
        ids = [.. Enumerable.Range(0, 3).Select(_ => asker.Send(Ask("$.Q")))];
        All(replier);
        replier.Dispose();
        Assert.Equal(ids, All(asker).Select(status => status.InReplyTo));
    }

    [Fact]
    public void A_closed_Ksock_is_bound_to_nothing()
    {
        var closed = Replier("$.A");
        closed.Bind("$.B", BindingKind.Listener);
        closed.Dispose();
        var other = Replier("$.A");
        Assert.Equal(other.Id, other.FindReplier("$.A"));
        other.Send(Say("$.B", MessageFlags.AllOrFail));
    }

    [Fact]
    public void A_listener_that_is_full_gets_the_events_of_a_close_when_it_pops()
    {
        var (full, closed) = FullEventListener("$.A", "$.B");
        var other = Listener(Event);
        closed.Dispose();
        Assert.Equal(3u, full.QueuedMessages());
        Assert.Equal([Unbound(closed, "$.B"), Unbound(closed, "$.A")], EventsOf(other));
        Assert.Equal("$.Fill", full.TryReceive()!.Name.Value);
        Assert.Equal(2u, full.QueuedMessages());
        Assert.Equal([Unbound(closed, "$.B"), Unbound(closed, "$.A")], EventsOf(full));
        Assert.Equal(0u, full.QueuedMessages());
    }

    [Fact]
    public void A_set_aside_event_is_the_same_message_that_others_got()
    {
        var (full, closed) = FullEventListener("$.A");
        var other = Listener(Event);
        closed.Dispose();
        Assert.Equal(Only(other), All(full)[1]);
    }

    [Fact]
    public void One_pop_moves_one_set_aside_event_to_the_end_of_the_queue()
    {
        var (full, closed) = FullEventListener("$.A", "$.B");
        closed.Dispose();
        full.MaxMessages(10);
        var later = Open().Send(Say("$.Fill"));
        Assert.Equal("$.Fill", full.TryReceive()!.Name.Value);
        Assert.Equal(later, full.TryReceive()!.Id);
        Assert.Equal([Unbound(closed, "$.B"), Unbound(closed, "$.A")], EventsOf(full));
    }

    [Fact]
    public void One_that_has_events_set_aside_waits_for_the_next_ones_too_though_it_has_room()
    {
        var (full, closed) = FullEventListener("$.A");
        var next = Replier();
        full.ReportReplierBinds(0);
        next.Bind("$.B", BindingKind.Replier);
        full.MaxMessages(100);
        Open().ReportReplierBinds(1);
        full.MaxMessages(1);
        closed.Dispose();
        full.MaxMessages(100);
        next.Dispose();
        Assert.Equal(3u, full.QueuedMessages());
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, full.Poll());
        full.TryReceive();
        Assert.Equal([Unbound(closed, "$.A"), Unbound(next, "$.B")], EventsOf(full));
    }

    [Fact]
    public void An_empty_queue_moves_nothing_and_polls_as_not_readable()
    {
        // Full by an awaited Reply, with an empty queue: the event is counted, and there is nothing to pop that would bring it.
        var listener = Listener(Event);
        var replier = Replier("$.Q");
        var closed = Replier("$.A");
        Open().ReportReplierBinds(1);
        listener.MaxMessages(1);
        listener.Send(Ask("$.Q"));
        closed.Dispose();
        Assert.Equal(1u, listener.QueuedMessages());
        Silent(listener);
        Assert.Equal(KsockEvents.Writable, listener.Poll());
        replier.Send(KbusMessage.ReplyTo(Only(replier)));
        Assert.Equal(["$.Q", Event], All(listener).Select(message => message.Name.Value));
    }

    [Fact]
    public void There_is_one_copy_a_listener_binding_and_with_MSGONLYONCE_one()
    {
        foreach (var (once, copies) in new[] { (0u, 2), (1u, 1) })
        {
            var full = Listener(Event, "$.KBUS.*", "$.Fill");
            full.MessagesOnlyOnce(once);
            full.MaxMessages(1);
            var closed = Replier("$.A");
            Open().ReportReplierBinds(1);
            Open().Send(Say("$.Fill"));
            closed.Dispose();
            full.TryReceive();
            Assert.Equal(copies, All(full).Length);
            full.ReportReplierBinds(0);
            full.Dispose();
        }
    }

    [Fact]
    public void An_unbind_that_makes_room_moves_one_too()
    {
        var (full, closed) = FullEventListener("$.A");
        closed.Dispose();
        Assert.Equal(2u, full.QueuedMessages());
        full.Unbind("$.Fill", BindingKind.Listener);
        Assert.Equal(KsockEvents.Readable | KsockEvents.Writable, full.Poll());
        Assert.Equal([Unbound(closed, "$.A")], EventsOf(full));
    }

    [Fact]
    public void Set_aside_events_are_dropped_when_the_Ksock_unbinds_the_event_name()
    {
        var (full, closed) = FullEventListener("$.A");
        closed.Dispose();
        full.Unbind(Event, BindingKind.Listener);
        Assert.Equal("$.Fill", Only(full).Name.Value);
    }

    [Fact]
    public void Only_the_events_of_the_binding_that_goes_are_dropped()
    {
        var (full, closed) = FullEventListener("$.A");
        full.Bind("$.KBUS.*", BindingKind.Listener);
        closed.Dispose();
        Assert.Equal(3u, full.QueuedMessages());
        full.Unbind(Event, BindingKind.Listener);
        Assert.Equal(["$.Fill", Event], All(full).Select(message => message.Name.Value));
    }

    [Fact]
    public void Closing_takes_the_Ksock_s_own_set_aside_events_along_and_does_not_fail()
    {
        var (full, closed) = FullEventListener("$.A");
        closed.Dispose();
        full.Dispose();
        var after = Listener(Event);
        Replier("$.A");
        Assert.Single(All(after));
    }

    [Fact]
    public void Over_1000_set_aside_each_listener_is_told_once_that_events_are_lost()
    {
        var (full, closed) = FullEventListener([.. Enumerable.Range(0, 1005).Select(i => $"$.N{i}")]);
        closed.Dispose();
        Assert.Equal(1002u, full.QueuedMessages());
        var all = All(full);
        Assert.Equal(1002, all.Length);
        Assert.Equal(Enumerable.Range(5, 1000).Select(i => $"$.N{i}").Reverse(), all[1..1001].Select(message => EventOf(message).Name.Value));
        var lost = all[^1];
        Assert.Equal((Lost, 0u, 0u, MessageFlags.Synthetic, 0), (lost.Name.Value, lost.From, lost.To, lost.Flags, lost.Data.Length));
    }

    [Fact]
    public void Once_the_list_has_emptied_it_is_told_anew()
    {
        string[] names = [.. Enumerable.Range(0, 1001).Select(i => $"$.N{i}")];
        var full = Listener(Event, "$.Fill");
        for (var round = 0; round < 2; round++)
        {
            full.ReportReplierBinds(0);
            var closed = Replier(names);
            full.MaxMessages(5000);
            full.ReportReplierBinds(1);
            All(full);
            full.MaxMessages(1);
            Open().Send(Say("$.Fill"));
            closed.Dispose();
            Assert.Equal(Lost, All(full)[^1].Name.Value);
        }
    }

    /// <summary>A listener for bind events that is full, and a replier for the names, whose close will have to wait for it. Reports are on.</summary>
    private (IKsock Full, IKsock Replier) FullEventListener(params string[] names)
    {
        var replier = Replier(names);
        var full = Listener(Event, "$.Fill");
        full.MaxMessages(5000);
        full.ReportReplierBinds(1);
        All(full);
        full.MaxMessages(1);
        Open().Send(Say("$.Fill"));
        return (full, replier);
    }
}
