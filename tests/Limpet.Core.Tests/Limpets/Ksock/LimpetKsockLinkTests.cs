using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Ksocks;

namespace Limpet.Core.Tests.Limpets.Ksock;

/// <summary>What a link reads: many messages at a time, from a Ksock that gives many at once (not plain) and from one that is no more than the interface says (plain).</summary>
public sealed class LimpetKsockLinkTests : LimpetKsockBench
{
    private readonly List<KbusMessage> _toLink = [];

    private IEnumerable<string> Names => _toLink.Select(m => m.Name.Value);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void As_many_are_popped_as_asked_for_and_it_says_when_there_are_no_more(bool plain)
    {
        using var ksock = Make(plain);
        Send("$.A", "$.B", "$.C", "$.D", "$.E");
        Assert.False(ksock.Read(_toLink, 3));
        Assert.Equal(["$.A", "$.B", "$.C"], Names);
        Assert.True(ksock.Read(_toLink, 3));
        Assert.Equal(["$.A", "$.B", "$.C", "$.D", "$.E"], Names);
        Assert.True(ksock.Read(_toLink, 3));
        Assert.Equal(5, _toLink.Count);
        Assert.Equal(5, ksock.Counters.Out);
        Assert.Equal(5, Events.All<MessagePassedEvent>().Count(e => e.ToLink));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_comes_after_the_termination_message(bool plain)
    {
        using var ksock = Make(plain);
        Send("$.A", "$.Die", "$.B");
        Assert.True(ksock.Read(_toLink, 10));
        Assert.True(ksock.IsTerminated);
        Send("$.C");
        Assert.True(ksock.Read(_toLink, 10));
        Assert.Equal(["$.A"], Names);
        Assert.Contains("$.Die", Assert.Throws<GiveUpException>(ksock.ReadNextMessage).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Waiting_ends_with_what_there_is(bool plain)
    {
        using var ksock = Make(plain);
        Send("$.A", "$.B", "$.C", "$.Die", "$.D");
        ksock.ReadWaiting(_toLink, 2, Timeout);
        Assert.Equal(["$.A", "$.B"], Names);
        ksock.ReadWaiting(_toLink, 10, Timeout);
        Assert.Equal(["$.A", "$.B"], Names);
        _toLink.Clear();
        ksock.ReadWaiting(_toLink, 10, Timeout);
        Assert.Equal(["$.C"], Names);
        Assert.True(ksock.IsTerminated);
    }

    [Fact]
    public void Waiting_for_what_does_not_come_can_be_cancelled()
    {
        using var ksock = Make();
        Assert.Throws<OperationCanceledException>(() => ksock.ReadMessage(new(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => ksock.ReadWaiting(_toLink, 10, new(canceled: true)));
        Assert.Empty(_toLink);
    }

    [Fact]
    public void The_answer_to_what_the_bus_refused_goes_first_and_waits_for_nothing()
    {
        using var ksock = Make();
        var told = 0;
        ksock.AnswersReady = () => told++;
        Send("$.A");
        ksock.Deliver([FarRequest("$.Nobody", 5), FarRequest("$.Nobody", 6)]);
        Assert.Equal(2, told);
        ksock.Deliver(Far("$.B", 7));
        Assert.Equal(2, told);
        ksock.ReadWaiting(_toLink, 10, Timeout);
        Assert.Equal([5u, 6u], _toLink.Select(m => m.InReplyTo.Serial));
        ksock.Deliver(FarRequest("$.Nobody", 8));
        _toLink.Clear();
        Assert.True(ksock.Read(_toLink, 10));
        Assert.Equal(["$.KBUS.RemoteError.EADDRNOTAVAIL", "$.A"], Names);
    }

    [Fact]
    public void What_was_queued_and_has_gone_before_it_was_popped_is_nothing()
    {
        using var ksock = Make(wrap: k => new HopefulKsock(k));
        Assert.True(ksock.Read(_toLink, 10));
        Assert.Empty(_toLink);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_Request_of_the_pairs_bus_that_comes_round_to_its_proxy_is_answered_where_it_was_asked(bool plain)
    {
        using var ksock = Make(plain);
        using var asker = Buses.Open(0);
        ksock.SendMessage(BindEvent("$.Q"));
        asker.Send(KbusMessage.Request("$.Q") with { Id = new(2, 9) });
        Assert.True(ksock.Read(_toLink, 10));
        Assert.Empty(_toLink);
        Assert.Equal(1, ksock.Counters.Dropped(DropReason.FromPair));
        Assert.Equal((DropReason.FromPair, "$.Q"), (Events.Expect<MessageDroppedEvent>(e => e.Reason != DropReason.OwnBinding).Reason, Events.Expect<ReplierBoundEvent>().Name.Value));
        Assert.Equal(StatusNames.Loop, asker.Receive(Timeout).Name);
    }

    [Fact]
    public void What_it_hears_of_itself_is_counted_and_not_told_of()
    {
        using var ksock = Make(plain: true);
        ksock.Deliver(Far("$.A", 1));
        Assert.True(ksock.Read(_toLink, 10));
        Assert.Empty(_toLink);
        Assert.Equal(1, ksock.Counters.Dropped(DropReason.OwnMessage));
        Assert.Equal(0, Events.Count<MessageDroppedEvent>());
        Assert.Equal(1, Events.Count<MessagePassedEvent>());
    }

    [Fact]
    public void Where_unbind_events_were_lost_each_replier_that_is_gone_comes_as_a_message_of_its_own()
    {
        LosingKsock? losing = null;
        using var ksock = Make(wrap: k => losing = new LosingKsock(k));
        using (var replier = Buses.Open(0))
        {
            foreach (var name in new[] { "$.P", "$.Q", "$.R" })
            {
                replier.Bind(name, BindingKind.Replier);
                Assert.Equal((true, name), Told(ksock.ReadNextMessage()));
            }
        }

        losing!.Lost = true;
        Assert.Equal([(false, "$.P"), (false, "$.Q"), (false, "$.R")], Enumerable.Range(0, 3).Select(_ => Told(ksock.ReadNextMessage())));
        Assert.Equal(1, ksock.Counters.Dropped(DropReason.UnbindEventsLost));
    }

    [Fact]
    public void Repliers_are_heard_of_whatever_the_message_name()
    {
        using var ksock = Make(o => o with { MessageName = MessageName.Parse("$.Only") });
        using var replier = Buses.Open(0);
        replier.Bind("$.Q", BindingKind.Replier);
        Send("$.A", "$.Only");
        Assert.Equal((true, "$.Q"), Told(ksock.ReadNextMessage()));
        Assert.Equal("$.Only", ksock.ReadNextMessage().Name.Value);
        Assert.Contains("bus 0", Assert.Throws<NoMessageException>(ksock.ReadNextMessage).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_that_went_over_the_link_are_outstanding_until_they_are_answered()
    {
        using var ksock = Make();
        using var asker = Buses.Open(0);
        ksock.SendMessage(BindEvent("$.Q"));
        asker.Send(KbusMessage.Request("$.Q"));
        Assert.Equal(0, ksock.Counters.RequestsOutstanding);
        var request = ksock.ReadMessage(Timeout);
        Assert.Equal(1, ksock.Counters.RequestsOutstanding);
        ksock.SendMessage(KbusMessage.ReplyTo(request) with { Id = new(2, 50) });
        Assert.Equal(0, ksock.Counters.RequestsOutstanding);
    }

    [Fact]
    public void A_name_that_comes_free_but_came_too_often_is_bound_when_it_has_rested()
    {
        using var ksock = Make();
        using var holder = Buses.Open(0);
        for (var i = 0; i < 31; i++)
        {
            ksock.Deliver(BindEvent("$.Q"));
            ksock.Deliver(BindEvent("$.Q", isBind: false));
        }

        holder.Bind("$.Q", BindingKind.Replier);
        ksock.Deliver(BindEvent("$.Q"));
        Assert.Equal(31, Events.Count<ReplierBoundEvent>());
        holder.Unbind("$.Q", BindingKind.Replier);
        Assert.True(ksock.Read(_toLink, 1000));
        Assert.Equal(1, Events.Count<BindHeldBackEvent>());
        Events.Expect<ReplierBoundEvent>(e => Events.Count<ReplierBoundEvent>() == 32);
        Assert.Equal(ksock.Id, holder.FindReplier("$.Q"));
    }

    private static (bool IsBind, string Name) Told(KbusMessage message)
    {
        Assert.True(ReplierBindEvent.TryRead(message.Data.Span, bigEndian: false, out var told, out _));
        return (told.IsBind, told.Name.Value);
    }

    private LimpetKsock Make(bool plain)
        => Make(o => o with { TerminationMessage = MessageName.Parse("$.Die"), Verbosity = 2 }, plain ? k => new ForwardingKsock(k) : null);

    /// <summary>One that says there is a message where there is none any more.</summary>
    private sealed class HopefulKsock(IKsock inner) : ForwardingKsock(inner)
    {
        public override uint QueuedMessages() => 1;
    }

    /// <summary>One that tells once that unbind events were lost, as KBUS does (kbus.md 6).</summary>
    private sealed class LosingKsock(IKsock inner) : ForwardingKsock(inner)
    {
        public bool Lost { get; set; }

        public override KbusMessage? TryReceive()
        {
            if (!Lost)
            {
                return base.TryReceive();
            }

            Lost = false;
            return new KbusMessage(StatusNames.UnbindEventsLost) { Flags = MessageFlags.Synthetic };
        }
    }
}
