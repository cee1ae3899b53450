using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>Repliers in proxy (limpet.md 4).</summary>
public sealed class BindingTests
{
    private readonly RulesBench _bench = new();

    [Fact]
    public void A_bind_is_never_passed_on_and_bound_in_proxy()
    {
        Assert.Equal("$.Q", Only(_bench.FromLink(BindEvent("$.Q")), LimpetActionKind.Bind).Name!.Value);
        Assert.Empty(_bench.Done(LimpetActionKind.Bind, "$.Q", Errno.None));
        Assert.Equal("$.Q", Held());
    }

    [Fact]
    public void An_unbind_of_what_we_hold_is_unbound()
    {
        Hold("$.Q");
        Only(_bench.FromLink(BindEvent("$.Q", isBind: false)), LimpetActionKind.Unbind);
        Assert.Empty(_bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.None));
        Assert.Empty(Held());
    }

    [Fact]
    public void An_unbind_of_what_we_do_not_hold_is_noted_and_ignored()
        => OnlyDropped(_bench.FromLink(BindEvent("$.Q", isBind: false)), DropReason.UnknownBinding);

    [Fact]
    public void A_bind_of_what_we_hold_already_changes_nothing()
    {
        Hold("$.Q");
        Assert.Empty(_bench.FromLink(BindEvent("$.Q", binder: 9)));
        Assert.Equal("$.Q", Held());
    }

    [Fact]
    public void A_bind_that_fails_for_another_replier_is_a_wish_and_taken_up_when_that_unbinds()
    {
        Wish("$.Q");
        var actions = _bench.FromKbus(BindEvent("$.Q", isBind: false, binder: 3));
        Assert.Equal([LimpetActionKind.SendToLink, LimpetActionKind.Bind], actions.Select(a => a.Kind));
        _bench.Done(LimpetActionKind.Bind, "$.Q", Errno.None);
        Assert.Equal("$.Q", Held());
    }

    [Fact]
    public void A_wish_stays_when_somebody_else_is_quicker()
    {
        Wish("$.Q");
        _bench.FromKbus(BindEvent("$.Q", isBind: false));
        Only(_bench.Done(LimpetActionKind.Bind, "$.Q", Errno.EADDRINUSE), LimpetActionKind.Defer);
        Assert.Equal(LimpetActionKind.Bind, _bench.FromKbus(BindEvent("$.Q", isBind: false))[1].Kind);
    }

    [Fact]
    public void A_wish_ends_with_the_replier_it_is_for()
    {
        Wish("$.Q");
        Assert.Empty(_bench.FromLink(BindEvent("$.Q", isBind: false)));
        Assert.Empty(_bench.Rules.WishedNames);
        OnlyToLink(_bench.FromKbus(BindEvent("$.Q", isBind: false)));
    }

    [Fact]
    public void Another_name_s_unbind_does_not_take_up_a_wish()
    {
        Wish("$.Q");
        OnlyToLink(_bench.FromKbus(BindEvent("$.R", isBind: false)));
    }

    [Fact]
    public void An_unbind_heard_while_the_bind_is_under_way_is_not_missed()
    {
        Only(_bench.FromLink(BindEvent("$.Q")), LimpetActionKind.Bind);
        OnlyToLink(_bench.FromKbus(BindEvent("$.Q", isBind: false)));
        Only(_bench.Done(LimpetActionKind.Bind, "$.Q", Errno.EADDRINUSE), LimpetActionKind.Bind);
    }

    [Fact]
    public void An_unbind_that_comes_while_the_bind_is_under_way_follows_it()
    {
        Only(_bench.FromLink(BindEvent("$.Q")), LimpetActionKind.Bind);
        Assert.Empty(_bench.FromLink(BindEvent("$.Q", isBind: false)));
        Only(_bench.Done(LimpetActionKind.Bind, "$.Q", Errno.None), LimpetActionKind.Unbind);
        _bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.None);
        Assert.Empty(Held());
    }

    [Fact]
    public void A_bind_for_which_our_bus_has_no_room_is_tried_again()
    {
        Only(_bench.FromLink(BindEvent("$.Q")), LimpetActionKind.Bind);
        Assert.Empty(_bench.Done(LimpetActionKind.Bind, "$.Q", Errno.EAGAIN));
        Assert.True(_bench.Rules.BindingsWait);
        Only(_bench.Retry(), LimpetActionKind.Bind);
        Assert.Empty(_bench.Retry());
        _bench.Done(LimpetActionKind.Bind, "$.Q", Errno.None);
        Assert.False(_bench.Rules.BindingsWait);
        Assert.Equal("$.Q", Held());
    }

    [Fact]
    public void An_unbind_for_which_our_bus_has_no_room_is_tried_again()
    {
        Hold("$.Q");
        _bench.FromLink(BindEvent("$.Q", isBind: false));
        _bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.EAGAIN);
        Only(_bench.Retry(), LimpetActionKind.Unbind);
        _bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.None);
        Assert.False(_bench.Rules.BindingsWait);
        Assert.Empty(Held());
    }

    [Fact]
    public void A_name_that_nobody_may_bind_is_refused_and_forgotten()
    {
        _bench.FromLink(BindEvent("$.KBUS.ReplierBindEvent"));
        Only(_bench.Done(LimpetActionKind.Bind, "$.KBUS.ReplierBindEvent", Errno.EBADMSG), LimpetActionKind.Refused);
        Assert.Empty(_bench.Rules.WishedNames);
    }

    [Fact]
    public void The_pair_cannot_make_us_hold_names_without_end()
    {
        var bench = new RulesBench(mostBindings: 2);
        bench.FromLink(BindEvent("$.A"));
        bench.FromLink(BindEvent("$.B"));
        var actions = bench.FromLink(BindEvent("$.C"));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLimit], actions.Select(a => a.Kind));
        Assert.Equal(DropReason.TooManyBindings, actions[0].Reason);
        OnlyDropped(bench.FromLink(BindEvent("$.D")), DropReason.TooManyBindings);
    }

    [Fact]
    public void A_name_that_comes_and_goes_without_end_is_held_back_so_that_its_echo_dies()
    {
        for (var i = 0; i < 32; i++)
        {
            Hold("$.Q");
            _bench.FromLink(BindEvent("$.Q", isBind: false));
            _bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.None);
        }

        Only(_bench.FromLink(BindEvent("$.Q")), LimpetActionKind.HoldBack);
        Assert.True(_bench.Rules.BindingsWait);
        Assert.Empty(_bench.Retry());
        Only(_bench.FromLink(BindEvent("$.R")), LimpetActionKind.Bind);
        _bench.Now += TimeSpan.FromSeconds(1);
        Only(_bench.Retry(), LimpetActionKind.Bind);
        Assert.False(_bench.Rules.BindingsWait);
    }

    [Fact]
    public void A_name_held_back_that_goes_meanwhile_is_not_bound()
    {
        for (var i = 0; i < 32; i++)
        {
            Hold("$.Q");
            _bench.FromLink(BindEvent("$.Q", isBind: false));
            _bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.None);
        }

        Only(_bench.FromLink(BindEvent("$.Q")), LimpetActionKind.HoldBack);
        Assert.Empty(_bench.FromLink(BindEvent("$.Q", isBind: false)));
        Assert.False(_bench.Rules.BindingsWait);
        Assert.Empty(_bench.Rules.WishedNames);
    }

    [Fact]
    public void A_replier_that_comes_and_goes_now_and_then_is_never_held_back()
    {
        for (var i = 0; i < 200; i++)
        {
            Hold("$.Q");
            Only(_bench.FromLink(BindEvent("$.Q", isBind: false)), LimpetActionKind.Unbind);
            _bench.Done(LimpetActionKind.Unbind, "$.Q", Errno.None);
            _bench.Now += TimeSpan.FromSeconds(0.5);
        }
    }

    [Fact]
    public void After_lost_unbind_events_the_pair_is_told_who_is_gone()
    {
        _bench.FromKbus(BindEvent("$.Gone", binder: 3));
        _bench.FromKbus(BindEvent("$.Here", binder: 4));
        _bench.HasReplier("$.Here", 4);
        var lost = new KbusMessage(StatusNames.UnbindEventsLost) { Id = new(0, 20), Flags = MessageFlags.Synthetic };
        var actions = _bench.FromKbus(lost);
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToLink], actions.Select(a => a.Kind));
        Assert.True(ReplierBindEvent.TryRead(actions[1].Message!.Data.Span, bigEndian: false, out var told, out _));
        Assert.Equal(new ReplierBindEvent(IsBind: false, 3, MessageName.Parse("$.Gone")), told);
        OnlyDropped(_bench.FromKbus(lost), DropReason.UnbindEventsLost);
    }

    [Fact]
    public void After_lost_unbind_events_every_wish_is_tried()
    {
        Wish("$.Q");
        Assert.Contains(_bench.FromKbus(new KbusMessage(StatusNames.UnbindEventsLost) { Id = new(0, 20), Flags = MessageFlags.Synthetic }), a => a.Kind == LimpetActionKind.Bind);
    }

    [Fact]
    public void Lost_unbind_events_are_told_of_as_KBUS_would_have()
    {
        _bench.FromKbus(BindEvent("$.Gone"));
        var actions = _bench.FromKbus(new KbusMessage(StatusNames.UnbindEventsLost) { Id = new(0, 20), Flags = MessageFlags.Synthetic });
        Assert.Equal(MessageFlags.Synthetic | MessageFlags.AllOrFail, actions[1].Message!.Flags);
    }

    [Fact]
    public void A_name_that_is_held_is_no_wish_any_more()
    {
        Wish("$.Q");
        Hold("$.R");
        Assert.Equal("$.Q", Assert.Single(_bench.Rules.WishedNames).Value);
    }

    [Fact]
    public void The_names_of_the_pair_s_repliers_may_have_so_many_bytes_and_no_more()
    {
        var bench = new RulesBench(change: o => o with { MostBindingBytes = 6 });
        Only(bench.FromLink(BindEvent("$.A")), LimpetActionKind.Bind);
        Only(bench.FromLink(BindEvent("$.B")), LimpetActionKind.Bind);
        var actions = bench.FromLink(BindEvent("$.C"));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLimit], actions.Select(a => a.Kind));
        Assert.Equal(DropReason.TooManyBindings, actions[0].Reason);
    }

    [Fact]
    public void Names_that_are_over_leave_room_for_others()
    {
        var bench = new RulesBench(mostBindings: 2, change: o => o with { MostBindingBytes = 10 });
        for (var i = 0; i < 20; i++)
        {
            var name = $"$.N{i:00}";
            Only(bench.FromLink(BindEvent(name)), LimpetActionKind.Bind);
            Assert.Empty(bench.Done(LimpetActionKind.Bind, name, Errno.None));
            Only(bench.FromLink(BindEvent(name, isBind: false)), LimpetActionKind.Unbind);
            Assert.Empty(bench.Done(LimpetActionKind.Unbind, name, Errno.None));
        }
    }

    [Fact]
    public void What_KBUS_answers_for_a_name_that_nobody_asked_for_changes_nothing()
    {
        Assert.Empty(_bench.Done(LimpetActionKind.Bind, "$.Q", Errno.EBADMSG));
        Assert.Empty(_bench.Rules.HeldNames);
    }

    [Fact]
    public void A_bind_event_of_the_pair_whose_data_is_none_is_a_misuse()
        => Assert.Contains("no ReplierBindEvent", Assert.Throws<ArgumentException>(() => _bench.FromLink(BindEvent("$.Q") with { Data = new byte[3] })).Message, StringComparison.Ordinal);

    private string Held() => string.Join(' ', _bench.Rules.HeldNames);

    private void Hold(string name)
    {
        _bench.FromLink(BindEvent(name));
        _bench.Done(LimpetActionKind.Bind, name, Errno.None);
    }

    private void Wish(string name)
    {
        _bench.FromLink(BindEvent(name));
        Only(_bench.Done(LimpetActionKind.Bind, name, Errno.EADDRINUSE), LimpetActionKind.Defer);
        Assert.Equal(name, Assert.Single(_bench.Rules.WishedNames).Value);
    }
}
