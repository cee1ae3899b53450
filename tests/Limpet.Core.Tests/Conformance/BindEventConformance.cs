using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Conformance;

/// <summary>kbus.md 6: Replier Bind Events of BIND, UNBIND and REPORTREPLIERBINDS.</summary>
public abstract class BindEventConformance<TWorld> : KsockConformance<TWorld>
    where TWorld : IKsockWorld, new()
{
    private const string Event = "$.KBUS.ReplierBindEvent";

    [Fact]
    public void While_reports_are_on_a_replier_bind_and_unbind_are_announced()
    {
        var listener = Listener(Event);
        listener.ReportReplierBinds(1);
        var binder = Replier("$.A");
        binder.Unbind("$.A", BindingKind.Replier);
        var all = All(listener);
        Assert.Equal([Bound(binder, "$.A"), Unbound(binder, "$.A")], all.Select(EventOf));
        Assert.All(all, message =>
        {
            Assert.Equal(Event, message.Name.Value);
            Assert.Equal((0u, 0u, MessageFlags.Synthetic | MessageFlags.AllOrFail), (message.From, message.To, message.Flags));
        });
    }

    [Fact]
    public void The_data_is_is_bind_binder_and_name_in_native_order()
    {
        var listener = Listener(Event);
        listener.ReportReplierBinds(1);
        var binder = Replier("$.AB.%");
        byte[] expected = [.. BitConverter.GetBytes(1u), .. BitConverter.GetBytes(binder.Id), .. BitConverter.GetBytes(6u), .. "$.AB.%\0\0"u8];
        Assert.Equal(expected, Only(listener).Data.ToArray());
    }

    [Fact]
    public void Listener_binds_are_not_announced_nor_anything_while_reports_are_off()
    {
        var listener = Listener(Event);
        Replier("$.A").Unbind("$.A", BindingKind.Replier);
        listener.ReportReplierBinds(1);
        Listener("$.A").Unbind("$.A", BindingKind.Listener);
        listener.ReportReplierBinds(0);
        Replier("$.B").Dispose();
        Silent(listener);
    }

    [Fact]
    public void Wildcards_hear_the_events_and_MSGONLYONCE_counts()
    {
        var twice = Listener("$.KBUS.*", "$.*");
        var once = Listener("$.KBUS.%", Event);
        once.MessagesOnlyOnce(1);
        twice.ReportReplierBinds(1);
        Replier("$.A");
        Assert.Equal(2, All(twice).Length);
        Assert.Single(All(once));
    }

    [Fact]
    public void The_event_comes_before_what_it_tells_takes_effect()
    {
        var both = Listener(Event);
        both.ReportReplierBinds(1);
        both.Bind("$.Q", BindingKind.Replier);
        both.Send(Ask("$.Q"));
        both.Unbind("$.Q", BindingKind.Replier);
        Assert.Equal([Event, Event, "$.KBUS.Replier.Unbound"], All(both).Select(message => message.Name.Value));
    }

    [Fact]
    public void An_event_takes_a_serial_whether_anyone_hears_it_or_not()
    {
        var ksock = Open();
        ksock.ReportReplierBinds(1);
        var before = ksock.Send(Say("$.A"));
        ksock.Bind("$.Q", BindingKind.Replier);
        Assert.Equal(before.Serial + 2, ksock.Send(Say("$.A")).Serial);
    }

    [Fact]
    public void If_a_listener_is_full_nothing_is_sent_and_nothing_bound_or_unbound()
    {
        var binder = Replier("$.Old");
        var other = Listener(Event);
        var full = Listener(Event, "$.Fill");
        full.MaxMessages(1);
        Open().ReportReplierBinds(1);
        binder.Send(Say("$.Fill"));

        Fails(Errno.EAGAIN, () => binder.Bind("$.New", BindingKind.Replier));
        Fails(Errno.EAGAIN, () => binder.Unbind("$.Old", BindingKind.Replier));
        Silent(other);
        Assert.Equal((0u, binder.Id), (binder.FindReplier("$.New"), binder.FindReplier("$.Old")));

        All(full);
        binder.Bind("$.New", BindingKind.Replier);
        Assert.Equal([Bound(binder, "$.New")], EventsOf(other));
        Assert.Equal([Bound(binder, "$.New")], EventsOf(full));
    }

    [Fact]
    public void A_bind_that_is_refused_anyway_is_not_announced()
    {
        var listener = Listener(Event);
        listener.ReportReplierBinds(1);
        Replier("$.A");
        All(listener);
        Fails(Errno.EADDRINUSE, () => Open().Bind("$.A", BindingKind.Replier));
        Fails(Errno.EBADMSG, () => Open().Bind("$.A.", BindingKind.Replier));
        Fails(Errno.EINVAL, () => Open().Unbind("$.A", BindingKind.Replier));
        Silent(listener);
    }

    [Fact]
    public void Turning_reports_on_tells_of_what_is_bound_newest_first_each_time_to_the_one_that_asked()
    {
        var first = Replier("$.A", "$.B.*");
        var second = Replier("$.C");
        Listener("$.D");
        var listener = Listener(Event);
        var asker = Open();
        ReplierBindEvent[] expected = [Bound(second, "$.C"), Bound(first, "$.B.*"), Bound(first, "$.A")];
        Assert.Equal(0u, asker.ReportReplierBinds(1));
        Assert.Equal(expected, EventsOf(asker));
        Assert.Equal(1u, asker.ReportReplierBinds(1));
        Assert.Equal(expected, EventsOf(asker));
        asker.ReportReplierBinds(uint.MaxValue);
        asker.ReportReplierBinds(0);
        Silent(asker);
        Silent(listener);
    }

    [Fact]
    public void Each_of_those_events_has_a_serial_of_its_own()
    {
        Replier("$.A", "$.B");
        var asker = Open();
        asker.ReportReplierBinds(1);
        var serials = All(asker).Select(message => message.Id.Serial).ToList();
        Assert.Equal(serials[0] + 1, serials[1]);
    }

    [Fact]
    public void Turning_reports_on_is_EBUSY_when_the_events_do_not_fit_and_changes_nothing()
    {
        Replier("$.A", "$.B");
        var asker = Listener("$.Fill");
        asker.MaxMessages(2);
        var before = asker.Send(Say("$.Fill"));
        Fails(Errno.EBUSY, () => asker.ReportReplierBinds(1));
        Assert.Equal(0u, asker.ReportReplierBinds(uint.MaxValue));
        Assert.Equal(before.Serial + 1, Open().Send(Say("$.Other")).Serial);
        All(asker);
        asker.ReportReplierBinds(1);
        Assert.Equal(2u, asker.QueuedMessages());
    }

    [Fact]
    public void Turning_reports_on_with_nothing_bound_fits_any_queue()
    {
        var asker = FullListener("$.A");
        Assert.Equal(0u, asker.ReportReplierBinds(1));
        Assert.Equal(1u, asker.ReportReplierBinds(1));
    }

    [Fact]
    public void Those_events_stay_when_the_event_name_is_unbound()
    {
        Replier("$.A");
        var asker = Listener(Event);
        asker.ReportReplierBinds(1);
        Replier("$.B");
        Assert.Equal(2u, asker.QueuedMessages());
        asker.Unbind(Event, BindingKind.Listener);
        Assert.Equal("$.A", EventOf(Only(asker)).Name.Value);
    }
}
