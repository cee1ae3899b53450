using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>What may leave our bus and what may enter it, by its name.</summary>
public sealed class PassingTests
{
    // Sensors both ways; secrets neither; orders come in alone, news go out alone.
    private readonly RulesBench _bench = new(termination: "$.Die", change: static o => o with
    {
        Export = NameFilter.Parse("$.Sensors.*", "$.News", "!$.Sensors.Secret"),
        Import = NameFilter.Parse("$.Sensors.*", "$.Order", "!$.Sensors.Secret"),
    });

    [Fact]
    public void An_announcement_leaves_that_is_exported()
    {
        OnlyToLink(_bench.FromKbus(Heard("$.News")));
        OnlyDropped(_bench.FromKbus(Heard("$.Order")), DropReason.NotExported);
        OnlyDropped(_bench.FromKbus(Heard("$.Sensors.Secret")), DropReason.NotExported);
    }

    [Fact]
    public void An_announcement_enters_that_is_imported()
    {
        OnlyToKbus(_bench.FromLink(Came("$.Order")));
        OnlyDropped(_bench.FromLink(Came("$.News")), DropReason.NotImported);
        OnlyDropped(_bench.FromLink(Came("$.Sensors.Secret")), DropReason.NotImported);
    }

    [Fact]
    public void An_overheard_request_is_stopped_without_an_answer()
    {
        OnlyToLink(_bench.FromKbus(Heard("$.News", flags: MessageFlags.WantAReply)));
        OnlyDropped(_bench.FromKbus(Heard("$.Order", flags: MessageFlags.WantAReply)), DropReason.NotExported);
        OnlyToKbus(_bench.FromLink(Came("$.Order", flags: MessageFlags.WantAReply)));
        OnlyDropped(_bench.FromLink(Came("$.News", flags: MessageFlags.WantAReply)), DropReason.NotImported);
    }

    [Theory]
    [InlineData("$.Order", DropReason.NotExported)]
    [InlineData("$.Sensors.Secret", DropReason.NotExported)]
    [InlineData("$.News", DropReason.NotImported)]
    public void A_request_for_the_pair_s_replier_needs_both_and_is_answered_on_our_bus(string name, DropReason reason)
    {
        var actions = _bench.FromKbus(Asked(name, from: 3, serial: 5));
        Assert.Equal([(LimpetActionKind.Drop, reason), (LimpetActionKind.SendToKbus, DropReason.None)], actions.Select(a => (a.Kind, a.Reason)));
        Assert.Equal(new KbusMessage(MessageName.Parse("$.KBUS.RemoteError.EACCES")) { To = 3, InReplyTo = new(0, 5) }, actions[1].Message);
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
        OnlyToLink(_bench.FromKbus(Asked("$.Sensors.Kitchen")));
    }

    [Theory]
    [InlineData("$.News", DropReason.NotImported)]
    [InlineData("$.Sensors.Secret", DropReason.NotImported)]
    [InlineData("$.Order", DropReason.NotExported)]
    public void A_request_for_our_replier_needs_both_and_is_answered_over_the_link(string name, DropReason reason)
    {
        var actions = _bench.FromLink(CameAsked(name, serial: 9));
        Assert.Equal([(LimpetActionKind.Drop, reason), (LimpetActionKind.SendToLink, DropReason.None)], actions.Select(a => (a.Kind, a.Reason)));
        Assert.Equal(new KbusMessage(MessageName.Parse("$.KBUS.RemoteError.EACCES")) { To = 4, InReplyTo = new(Pair, 9) }, actions[1].Message);
        OnlyToKbus(_bench.FromLink(CameAsked("$.Sensors.Kitchen")));
    }

    [Fact]
    public void A_stateful_request_is_no_exception()
    {
        _bench.HasReplier("$.Order", 3);
        Assert.Equal(DropReason.NotExported, _bench.FromLink(CameAsked("$.Order") with { To = 12, FinalTo = new(Own, 3) })[0].Reason);
        Assert.Equal(DropReason.NotExported, _bench.FromKbus(Asked("$.Order") with { To = OurKsock, FinalTo = new(Pair, 3) })[0].Reason);
    }

    [Theory]
    [InlineData("$.Secret")]
    [InlineData("$.KBUS.Replier.Ignored")]
    public void Replies_and_statuses_always_pass(string name)
    {
        OnlyToLink(_bench.FromKbus(Heard(name) with { InReplyTo = new(Pair, 4), To = OurKsock }));
        _bench.FromKbus(Asked("$.Sensors.Kitchen", serial: 5));
        OnlyToKbus(_bench.FromLink(Came(name) with { InReplyTo = new(Own, 5) }));
    }

    [Theory]
    [InlineData("$.News", true)]
    [InlineData("$.Order", false)]
    [InlineData("$.Sensors.Secret", false)]
    [InlineData("$.*", true)]
    [InlineData("$.Sensors.%", true)]
    [InlineData("$.Other.*", false)]
    public void The_pair_is_told_of_a_replier_of_ours_that_hears_any_name_which_leaves(string name, bool told)
    {
        foreach (var isBind in new[] { true, false })
        {
            var actions = _bench.FromKbus(BindEvent(name, isBind));
            if (told)
            {
                OnlyToLink(actions);
            }
            else
            {
                OnlyDropped(actions, DropReason.NotExported);
            }
        }
    }

    [Theory]
    [InlineData("$.Order", true)]
    [InlineData("$.News", false)]
    [InlineData("$.*", true)]
    [InlineData("$.Sensors.*", true)]
    [InlineData("$.Other.%", false)]
    public void A_replier_of_the_pair_is_bound_that_hears_any_name_which_enters(string name, bool bound)
    {
        var actions = _bench.FromLink(BindEvent(name));
        if (bound)
        {
            Only(actions, LimpetActionKind.Bind);
        }
        else
        {
            OnlyDropped(actions, DropReason.NotImported);
            OnlyDropped(_bench.FromLink(BindEvent(name, isBind: false)), DropReason.NotImported);
            Assert.Empty(_bench.Rules.WishedNames);
        }
    }

    [Fact]
    public void A_wish_is_taken_up_though_the_pair_is_told_nothing()
    {
        _bench.FromLink(BindEvent("$.Order"));
        _bench.Done(LimpetActionKind.Bind, "$.Order", Errno.EADDRINUSE);
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.Bind], _bench.FromKbus(BindEvent("$.Order", isBind: false)).Select(a => a.Kind));
    }

    [Fact]
    public void After_lost_unbind_events_the_pair_is_told_of_what_it_knows_alone()
    {
        _bench.FromKbus(BindEvent("$.News"));
        _bench.FromKbus(BindEvent("$.Order"));
        var told = Assert.Single(_bench.FromKbus(new KbusMessage(StatusNames.UnbindEventsLost) { Id = new(0, 20), Flags = MessageFlags.Synthetic }), a => a.Kind == LimpetActionKind.SendToLink);
        Assert.Equal(new ReplierBindEvent(IsBind: false, 3, MessageName.Parse("$.News")), Told(told.Message!));
    }

    [Fact]
    public void The_first_rules_come_first()
    {
        Only(_bench.FromKbus(Heard("$.Die")), LimpetActionKind.End);
        OnlyDropped(_bench.FromKbus(Heard("$.Order", from: OurKsock)), DropReason.OwnMessage);
        OnlyDropped(_bench.FromKbus(Heard("$.Order", network: Pair)), DropReason.FromPair);
        OnlyDropped(_bench.FromKbus(BindEvent("$.Order", binder: OurKsock)), DropReason.OwnBinding);
    }
}
