using CsCheck;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>A message of a third bus that comes round to a link which it has passed.</summary>
public sealed class LoopGuardTests
{
    private const uint Third = 9;
    private readonly RulesBench _bench = new();

    [Fact]
    public void What_entered_does_not_leave_within_a_minute()
    {
        OnlyToKbus(_bench.FromLink(Came("$.A") with { Id = new(Third, 5) }));
        _bench.Now += TimeSpan.FromSeconds(59.9);
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLoop], _bench.FromKbus(Heard("$.A", network: Third)).Select(a => a.Kind));
        OnlyDropped(_bench.FromKbus(Heard("$.A", network: Third)), DropReason.Loop);
        _bench.Now += TimeSpan.FromSeconds(0.1);
        OnlyToLink(_bench.FromKbus(Heard("$.A", network: Third)));
    }

    [Fact]
    public void What_left_does_not_enter_within_a_minute()
    {
        OnlyToLink(_bench.FromKbus(Heard("$.A", network: Third)));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLoop], _bench.FromLink(Came("$.A") with { Id = new(Third, 5) }).Select(a => a.Kind));
        OnlyDropped(_bench.FromLink(Came("$.Else") with { Id = new(Third, 5) }), DropReason.Loop);
        _bench.Now += TimeSpan.FromSeconds(60);
        OnlyToKbus(_bench.FromLink(Came("$.A") with { Id = new(Third, 5) }));
    }

    [Fact]
    public void A_minute_later_an_answer_is_not_sent_back_any_more()
    {
        // The Request left, and what has its id and is none comes back: a listener's copy.
        OnlyToLink(_bench.FromKbus(Asked(network: Third)));
        var copy = Came("$.Q") with { Id = new(Third, 5) };
        _bench.Now += TimeSpan.FromSeconds(59.9);
        Assert.Equal(LimpetActionKind.Drop, _bench.FromLink(copy)[0].Kind);
        _bench.Now += TimeSpan.FromSeconds(0.1);
        OnlyToKbus(_bench.FromLink(copy));
    }

    [Theory]
    [InlineData(MessageFlags.WantYouToReply)]
    [InlineData(MessageFlags.WantAReply)]
    public void A_listeners_copy_is_known_whichever_of_the_two_flags_an_original_left_on_it(MessageFlags flag)
    {
        OnlyToLink(_bench.FromKbus(Asked(network: Third)));
        Assert.Equal(LimpetActionKind.Drop, _bench.FromLink(Came("$.Q", flags: flag) with { Id = new(Third, 5) })[0].Kind);
    }

    [Fact]
    public void The_same_does_not_pass_the_same_way_within_a_second()
    {
        OnlyToLink(_bench.FromKbus(Heard("$.A", network: Third)));
        _bench.Now += TimeSpan.FromSeconds(0.9);
        Assert.Equal(DropReason.Loop, _bench.FromKbus(Heard("$.A", from: 6, network: Third))[0].Reason);
        _bench.Now += TimeSpan.FromSeconds(0.1);
        OnlyToLink(_bench.FromKbus(Heard("$.A", network: Third)));
    }

    [Fact]
    public void A_bus_that_restarted_and_gives_its_serials_anew_is_heard()
    {
        var first = Heard("$.A", network: Third) with { OrigFrom = new(Third, 3) };
        OnlyToLink(_bench.FromKbus(first));
        OnlyToLink(_bench.FromKbus(first with { Name = MessageName.Parse("$.B") }));
        OnlyToLink(_bench.FromKbus(first with { OrigFrom = new(Third, 4) }));
        OnlyToLink(_bench.FromKbus(first with { Data = new byte[] { 1, 2, 3, 4 } }));
        OnlyToLink(_bench.FromKbus(first with { Data = new byte[] { 1, 2, 3, 5 } }));
        OnlyToLink(_bench.FromKbus(first with { Data = new byte[] { 1, 2, 3, 5, 0 } }));
        Assert.Equal(DropReason.Loop, _bench.FromKbus(first with { Data = new byte[] { 1, 2, 3, 5, 0 } })[0].Reason);
    }

    [Fact]
    public void A_request_that_comes_round_is_answered_to_where_it_came_from()
    {
        OnlyToLink(_bench.FromKbus(Asked(from: 3, network: Third)));
        var actions = _bench.FromLink(CameAsked() with { Id = new(Third, 5) });
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToLink, LimpetActionKind.TellOfLoop], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(StatusNames.Loop) { To = 4, InReplyTo = new(Third, 5) }, actions[1].Message);

        OnlyToKbus(_bench.FromLink(CameAsked() with { Id = new(Third, 6) }));
        actions = _bench.FromKbus(Asked(from: 8, network: Third, serial: 6));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToKbus], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(StatusNames.Loop) { To = 8, InReplyTo = new(Third, 6) }, actions[1].Message);
        Assert.Equal(1, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void The_copy_to_be_answered_passes_after_the_one_for_listeners()
    {
        OnlyToLink(_bench.FromKbus(Heard("$.Q", network: Third)));
        OnlyToKbus(_bench.FromLink(CameAsked() with { Id = new(Third, 5) }));
    }

    [Fact]
    public void What_an_original_hears_of_a_request_that_it_is_asked_does_not_come_back()
    {
        OnlyToLink(_bench.FromKbus(Asked(from: 3, network: Third)));
        var back = Came("$.Q", flags: MessageFlags.WantAReply) with { Id = new(Third, 5) };
        Assert.Equal(DropReason.SentBack, Assert.Single(_bench.FromLink(back)).Reason);

        _bench.Now += TimeSpan.FromSeconds(61);
        OnlyToKbus(_bench.FromLink(back));
    }

    [Fact]
    public void What_does_not_pass_is_not_remembered()
    {
        var bench = new RulesBench(change: static o => o with { Export = NameFilter.Parse("$.B") });
        OnlyDropped(bench.FromKbus(Heard("$.A", network: Third)), DropReason.NotExported);
        OnlyToKbus(bench.FromLink(Came("$.A") with { Id = new(Third, 5) }));
    }

    [Fact]
    public void A_pair_of_buses_remembers_nothing()
    {
        var guard = new LoopGuard(Own, Pair);
        foreach (var id in new MessageId[] { new(0, 5), new(Own, 5), new(Pair, 5), new(Third, 0) })
        {
            Assert.False(guard.HasComeRound(Heard("$.A") with { Id = id }, leaves: true, TimeSpan.Zero));
            Assert.False(guard.HasComeRound(Heard("$.A") with { Id = id }, leaves: false, TimeSpan.Zero));
        }

        Assert.Equal(0, guard.Count);
    }

    [Fact]
    public void So_many_are_remembered_and_the_oldest_is_forgotten_first()
    {
        var guard = new LoopGuard(Own, Pair);
        for (var serial = 1u; serial <= LoopGuard.DefaultMost + 1; serial++)
        {
            Assert.False(guard.HasComeRound(Heard("$.A", network: Third, serial: serial), leaves: true, TimeSpan.Zero));
        }

        Assert.Equal(LoopGuard.DefaultMost, guard.Count);
        Assert.True(guard.HasComeRound(Heard("$.A", network: Third, serial: 2), leaves: false, TimeSpan.Zero));
        Assert.True(guard.HasComeRound(Heard("$.A", network: Third, serial: LoopGuard.DefaultMost + 1), leaves: false, TimeSpan.Zero));
        Assert.False(guard.HasComeRound(Heard("$.A", network: Third, serial: 1), leaves: false, TimeSpan.Zero));
    }

    [Fact]
    public void What_is_a_minute_old_makes_room_before_more_is_taken()
    {
        var guard = new LoopGuard(Own, Pair);
        for (var serial = 1u; serial <= 100_000; serial++)
        {
            guard.HasComeRound(Heard("$.A", network: Third, serial: serial), leaves: true, TimeSpan.FromSeconds(serial));
        }

        Assert.Equal(60, guard.Count);
    }

    [Fact]
    public void Once_warm_a_message_allocates_nothing()
    {
        var guard = new LoopGuard(Own, Pair, most: 1024);
        var messages = Enumerable.Range(1, 5000).Select(i => Heard("$.A", network: Third, serial: (uint)i)).ToArray();
        Pass(TimeSpan.Zero);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Pass(TimeSpan now)
        {
            foreach (var message in messages)
            {
                guard.HasComeRound(message, leaves: true, now);
            }
        }
    }

    [Fact]
    public void It_does_what_a_list_that_is_searched_does()
    {
        var message = Gen.Select(Gen.UInt[1, 40], Gen.Bool, Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 40]);
        Samples.Check(
            message.List[600],
            usually: 200,
            steps =>
            {
                const int Most = 16;
                var guard = new LoopGuard(Own, Pair, Most);
                var list = new List<(MessageId Id, bool Wants, bool Leaves, TimeSpan At, int Data, bool Current)>();
                var now = TimeSpan.Zero;
                foreach (var (serial, wants, leaves, data, pause) in steps)
                {
                    // Mostly close together, sometimes with a second or half a minute between.
                    now += pause == 0 ? TimeSpan.FromSeconds(31) : pause == 1 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(pause);
                    var said = guard.HasComeRound((wants ? Asked(network: Third, serial: serial) : Heard("$.Q", network: Third, serial: serial)) with { Data = new byte[data] }, leaves, now);
                    Assert.Equal(Expected(list, Most, new(Third, serial), wants, leaves, data, now), said);
                    Assert.Equal(list.Count, guard.Count);
                }
            });
    }

    [Fact]
    public void It_is_told_between_which_networks()
    {
        var text = new LoopDetectedEvent(Heard("$.A", network: Third), Own, Pair).Text;
        Assert.StartsWith("The buses form a loop through the link between networks 1 and 2, or two of them bear one network id: Announcement 9:5 '$.A'", text);
    }

    private static bool Expected(
        List<(MessageId Id, bool Wants, bool Leaves, TimeSpan At, int Data, bool Current)> list, int most, MessageId id, bool wants, bool leaves, int data, TimeSpan now)
    {
        var at = list.FindIndex(e => e.Current && e.Id == id && e.Wants == wants);
        if (at >= 0)
        {
            var before = list[at];
            if (before.Leaves != leaves ? now - before.At < TimeSpan.FromSeconds(60) : now - before.At < TimeSpan.FromSeconds(1) && before.Data == data)
            {
                return true;
            }

            list[at] = before with { Current = false };
        }

        while (list.Count > 0 && (!list[0].Current || now - list[0].At >= TimeSpan.FromSeconds(60)))
        {
            list.RemoveAt(0);
        }

        if (list.Count == most)
        {
            list.RemoveAt(0);
        }

        list.Add((id, wants, leaves, now, data, true));
        return false;
    }
}
