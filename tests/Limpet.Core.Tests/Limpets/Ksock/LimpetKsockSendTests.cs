using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Ksocks;

namespace Limpet.Core.Tests.Limpets.Ksock;

/// <summary>What comes from the link, to a Ksock that takes many at once (not plain) and to one that is no more than the interface says (plain).</summary>
public sealed class LimpetKsockSendTests : LimpetKsockBench
{
    private const int MostBytesBehind = 16 * 1024 * 1024;

    private IKsock? _inner;

    [Fact]
    public void Only_the_answer_to_this_message_is_thrown_and_the_others_are_read_in_their_order()
    {
        using var ksock = Make(plain: false);
        ksock.Deliver([FarRequest("$.Nobody", 5), FarRequest("$.Nobody", 6), FarRequest("$.Nobody", 7)]);
        ksock.SendMessage(Far("$.A", 8));
        Assert.Equal(9u, Assert.Throws<ErrorMessageException>(() => ksock.SendMessage(FarRequest("$.Nobody", 9))).Answer.InReplyTo.Serial);
        Assert.Equal([5u, 6u, 7u], Enumerable.Range(0, 3).Select(_ => ksock.ReadNextMessage().InReplyTo.Serial));
        Assert.Throws<NoMessageException>(ksock.ReadNextMessage);
        Assert.Equal(4, ksock.Counters.Refused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_no_Request_to_be_answered_here_has_no_answer(bool wantsYouToReply)
        => Assert.Null(LimpetKsock.CouldNotSendToKbus(
            Far("$.A", 5, wantsYouToReply ? MessageFlags.WantYouToReply : MessageFlags.WantAReply), Errno.EADDRNOTAVAIL));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_announcements_than_go_at_once_come_in_their_order_and_are_told_of(bool plain)
    {
        using var ksock = Make(plain);
        using var listener = Listener("$.*");
        ksock.Deliver([.. Enumerable.Range(1, 200).Select(i => Far("$.A", (uint)i))]);
        Assert.Equal(Enumerable.Range(1, 200), Enumerable.Range(0, 200).Select(_ => (int)listener.TryReceive()!.Id.Serial));
        Assert.Equal(200, Events.Count<MessagePassedEvent>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_comes_together_is_done_in_its_order(bool plain)
    {
        using var ksock = Make(plain);
        using var listener = Listener("$.*");
        using var replier = Buses.Open(0);
        replier.Bind("$.Q", BindingKind.Replier);
        listener.TryReceive();
        ksock.Deliver([Far("$.A", 1), BindEvent("$.R"), FarRequest("$.Q", 2), Far("$.B", 3), Far("$.C", 4), FarRequest("$.Q", 5), BindEvent("$.R", isBind: false), Far("$.D", 6)]);
        Assert.Equal(["$.A", "$.KBUS.ReplierBindEvent", "$.Q", "$.B", "$.C", "$.Q", "$.KBUS.ReplierBindEvent", "$.D"], Enumerable.Range(0, 8).Select(_ => listener.TryReceive()!.Name.Value));
        Assert.Equal([2u, 5u], Enumerable.Range(0, 2).Select(_ => replier.TryReceive()!.Id.Serial));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_bytes_behind_a_message_that_waits_are_bounded(bool plain)
    {
        using var ksock = Make(plain);
        using var slow = Listener("$.Slow", most: 1);
        for (var time = 0; time < 2; time++)
        {
            ksock.Deliver([Slow(1), Slow(2), .. Enumerable.Range(3, 63).Select(i => Slow(i, MostBytesBehind / 64))]);
            Assert.False(ksock.IsCongested);
            ksock.Deliver(Slow(66, MostBytesBehind / 64));
            Assert.True(ksock.IsCongested);
            slow.MaxMessages(1000);
            for (var i = 1; i <= 66; i++)
            {
                Assert.Equal((uint)i, slow.Receive(Timeout).Id.Serial);
            }

            slow.MaxMessages(1);
            Assert.False(ksock.IsCongested);
        }
    }

    [Fact]
    public void The_answers_that_the_other_Limpet_has_not_taken_are_bounded()
    {
        using var ksock = Make(plain: false);
        for (var i = 0u; i < LimpetRulesOptions.DefaultMostRequests; i++)
        {
            ksock.Deliver(FarRequest("$.Nobody", i + 1));
        }

        Assert.False(ksock.IsCongested);
        ksock.Deliver(FarRequest("$.Nobody", 70_000));
        Assert.True(ksock.IsCongested);
        Assert.NotNull(ksock.TryReceive());
        Assert.False(ksock.IsCongested);
    }

    [Fact]
    public void A_replier_of_the_pair_that_has_gone_is_unbound_and_both_are_told_of()
    {
        using var ksock = Make(plain: false);
        ksock.SendMessage(BindEvent("$.Q"));
        Assert.Equal(ksock.Id, ksock.FindReplier("$.Q"));
        ksock.SendMessage(BindEvent("$.Q", isBind: false));
        Assert.Equal(0u, ksock.FindReplier("$.Q"));
        Assert.Equal("$.Q", Assert.Single(Events.All<ReplierBoundEvent>()).Name.Value);
        Assert.Equal("$.Q", Assert.Single(Events.All<ReplierUnboundEvent>()).Name.Value);
    }

    [Fact]
    public void A_Reply_overtakes_what_waits_and_for_which_there_is_room_by_now()
    {
        DeafKsock? deaf = null;
        using var ksock = Make(o => o with { Verbosity = 2 }, k => deaf = new DeafKsock(k));
        using var slow = Listener("$.Slow", most: 1);
        using var asker = Buses.Open(0);
        ksock.SendMessage(BindEvent("$.Q"));
        asker.Send(KbusMessage.Request("$.Q"));
        var request = ksock.ReadMessage(Timeout);
        deaf!.HearsNothing = true;
        ksock.Deliver([Slow(1), Slow(2), Slow(3)]);
        Assert.Equal(1u, slow.Receive(Timeout).Id.Serial);
        ksock.Deliver(KbusMessage.ReplyTo(request) with { Id = new(2, 50) });
        Assert.NotNull(asker.TryReceive());
        Assert.Equal(2u, slow.TryReceive()?.Id.Serial);
        deaf.HearsNothing = false;
        Assert.Equal(3u, slow.Receive(Timeout).Id.Serial);
        Events.Expect<MessagePassedEvent>(e => e.Message.Id.Serial == 3);
        Assert.Equal([("$.Slow", 1u), ("$.Slow", 2u), ("$.Q", 0u)], Events.All<MessagePassedEvent>().Where(e => !e.ToLink).Select(e => (e.Message.Name.Value, e.Message.Id.Serial)));
    }

    [Fact]
    public void A_Request_that_waits_and_whose_replier_goes_is_answered_when_a_Reply_overtakes_it()
    {
        DeafKsock? deaf = null;
        using var ksock = Make(wrap: k => deaf = new DeafKsock(k));
        using var asker = Buses.Open(0);
        ksock.SendMessage(BindEvent("$.Q"));
        asker.Send(KbusMessage.Request("$.Q"));
        var request = ksock.ReadMessage(Timeout);
        using (var replier = Buses.Open(0))
        {
            replier.MaxMessages(1);
            replier.Bind("$.Slow", BindingKind.Replier);
            deaf!.HearsNothing = true;
            ksock.Deliver([FarRequest("$.Slow", 1), FarRequest("$.Slow", 2, MessageFlags.AllOrWait)]);
        }

        ksock.Deliver(KbusMessage.ReplyTo(request) with { Id = new(2, 50) });
        Assert.NotNull(asker.TryReceive());
        var answers = new List<KbusMessage>();
        while (answers.Count < 2)
        {
            answers.AddRange(ksock.ReadMessage(Timeout) is { IsReply: true } answer ? [answer] : []);
        }

        Assert.Equal([1u, 2u], answers.Select(a => a.InReplyTo.Serial).Order());
        Assert.Equal(1, Events.Count<MessageRefusedEvent>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Once_the_Ksock_is_closed_each_send_says_so(bool plain)
    {
        using var ksock = Make(plain);
        _inner!.Dispose();
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => ksock.SendMessage(Far("$.A", 1))).Errno);
            Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => ksock.Deliver([Far("$.A", 2), Far("$.A", 3), Far("$.A", 4)])).Errno);
            Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => ksock.SendMessage(BindEvent($"$.Q{time}"))).Errno);
        }
    }

    [Fact]
    public void Trying_again_on_a_Ksock_that_is_closed_does_no_harm()
    {
        using var ksock = Make(plain: false);
        using var slow = Listener("$.Slow", most: 1);
        ksock.Deliver([Slow(1), Slow(2)]);
        _inner!.Dispose();
        ksock.Retry();
        ksock.Dispose();
        ksock.Retry();
        ksock.Dispose();
    }

    [Fact]
    public void Closing_it_closes_the_Ksock()
    {
        var ksock = Make(plain: false);
        using var other = Buses.Open(0);
        ksock.SendMessage(BindEvent("$.Q"));
        ksock.Dispose();
        Assert.Equal(0u, other.FindReplier("$.Q"));
        Assert.Equal(Errno.EBADF, Assert.Throws<KbusException>(() => _inner!.Poll()).Errno);
    }

    [Fact]
    public void As_many_bytes_of_names_may_be_bound_as_64_for_each_name()
    {
        using var ksock = Make(o => o with { MaxBindings = 100_000 });
        for (var i = 10_000; i < 14_300; i++)
        {
            ksock.Deliver(BindEvent($"$.{new string('a', 993)}{i}"));
        }

        Assert.Equal((0, 0), (ksock.Counters.Dropped(DropReason.TooManyBindings), ksock.Counters.Refused));
    }

    private static KbusMessage Slow(int serial, int size = 0) => Far("$.Slow", (uint)serial, MessageFlags.AllOrWait) with { Data = new byte[size] };

    private LimpetKsock Make(bool plain)
        => Make(o => o with { Verbosity = 2 }, k =>
        {
            _inner = k;
            return plain ? new ForwardingKsock(k) : k;
        });

    /// <summary>One that does not hear, while told so, that there is room for what waits.</summary>
    private sealed class DeafKsock(IKsock inner) : ForwardingKsock(inner)
    {
        public bool HearsNothing { get; set; }

        public override KsockEvents Poll() => HearsNothing ? KsockEvents.None : base.Poll();
    }
}
