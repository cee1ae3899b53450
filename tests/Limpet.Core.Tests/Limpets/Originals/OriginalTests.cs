using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Originals;

/// <summary>Our Limpets in pairs with the originals, at either end.</summary>
public sealed class OriginalTests : IDisposable
{
    private const int OurBus = 1;
    private const int TheirBus = 2;
    private const uint OurNetwork = 1;
    private const uint TheirNetwork = 2;

    private readonly Junction _junction = new();
    private readonly EmbeddedBuses _theirs = EmbeddedBuses.Private();
    private readonly List<IDisposable> _originals = [];

    /// <summary>Which end is ours.</summary>
    public static TheoryData<LimpetRole> Ends => [LimpetRole.Server, LimpetRole.Client];

    public void Dispose()
    {
        _originals.ForEach(o => o.Dispose());
        _junction.Dispose();
        _theirs.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Announcements_go_both_ways_once_and_in_order(LimpetRole ours)
    {
        var original = Pair(ours);
        var (here, there) = (_junction.Open(OurBus, "$.A"), OpenTheirs("$.A"));
        var (sender, theirSender) = (_junction.Open(OurBus), OpenTheirs());
        for (var i = 0; i < 50; i++)
        {
            sender.Send(KbusMessage.Announcement("$.A", $"ours {i}"));
            theirSender.Send(KbusMessage.Announcement("$.A", $"theirs {i}"));
        }

        foreach (var listener in (IKsock[])[here, there])
        {
            var heard = Enumerable.Range(0, 100).Select(_ => Text(listener.Receive(_junction.Timeout))).ToList();
            Assert.All((string[])["ours", "theirs"], who => Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{who} {i}"), heard.Where(t => t.StartsWith(who, StringComparison.Ordinal))));
        }

        AssertAtRest(original, here, there);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Requests_that_cross_with_equal_serials_are_answered_by_whom_they_were_for(LimpetRole ours)
    {
        var original = Pair(ours);
        var (replier, theirReplier) = (_junction.Open(OurBus, replier: "$.Ours"), OpenTheirs(replier: "$.Theirs"));
        var (asker, theirAsker) = (_junction.Open(OurBus), OpenTheirs());
        AwaitReplier(asker, "$.Theirs");
        AwaitReplier(theirAsker, "$.Ours");
        _ = _junction.Answer(replier, 50, " by ours");
        _ = _junction.Answer(theirReplier, 50, " by theirs");
        for (var i = 0; i < 50; i++)
        {
            var (id, theirId) = (asker.Send(KbusMessage.Request("$.Theirs", $"{i}")), theirAsker.Send(KbusMessage.Request("$.Ours", $"{i}")));
            var (reply, theirReply) = (asker.Receive(_junction.Timeout), theirAsker.Receive(_junction.Timeout));
            Assert.Equal((id, $"{i} by theirs"), (reply.InReplyTo, Text(reply)));
            Assert.Equal((theirId, $"{i} by ours"), (theirReply.InReplyTo, Text(theirReply)));
        }

        AssertAtRest(original, asker, theirAsker);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Requests_within_one_bus_are_overheard_and_asked_once(LimpetRole ours)
    {
        var original = Pair(ours);
        var (replier, theirReplier) = (_junction.Open(OurBus, replier: "$.Ours"), OpenTheirs(replier: "$.Theirs"));
        var (listener, theirListener) = (_junction.Open(OurBus, "$.Theirs"), OpenTheirs("$.Ours"));
        var (asker, theirAsker) = (_junction.Open(OurBus), OpenTheirs());
        AwaitReplier(asker, "$.Theirs");
        AwaitReplier(theirAsker, "$.Ours");
        _ = _junction.Answer(replier, 150);
        _ = _junction.Answer(theirReplier, 150);
        for (var i = 0; i < 150; i++)
        {
            // More than the hundred that fill the Ksock of a Limpet that asks itself.
            asker.Send(KbusMessage.Request("$.Ours", $"{i}"));
            Assert.Equal($"{i}!", Text(asker.Receive(_junction.Timeout)));
            Assert.Equal($"{i}", Text(theirListener.Receive(_junction.Timeout)));
            theirAsker.Send(KbusMessage.Request("$.Theirs", $"{i}"));
            Assert.Equal($"{i}!", Text(theirAsker.Receive(_junction.Timeout)));
            Assert.Equal($"{i}", Text(HearNoReply(listener)));
        }

        AssertAtRest(original, asker, theirAsker, replier, theirReplier);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Repliers_that_go_away_and_unbind_answer_for_their_Requests(LimpetRole ours)
    {
        var original = Pair(ours);
        foreach (var (replier, asker) in new[] { (_junction.Open(OurBus), OpenTheirs()), (OpenTheirs(), _junction.Open(OurBus)) })
        {
            replier.Bind("$.Q", BindingKind.Replier);
            AwaitReplier(asker, "$.Q");
            asker.Send(KbusMessage.Request("$.Q", "unbound"));
            replier.Wait(KsockEvents.Readable, _junction.Timeout);
            replier.Unbind("$.Q", BindingKind.Replier);
            Assert.Equal("$.KBUS.Replier.Unbound", asker.Receive(_junction.Timeout).Name.Value);

            AwaitNoReplier(asker, "$.Q");
            replier.Bind("$.Q", BindingKind.Replier);
            AwaitReplier(asker, "$.Q");
            asker.Send(KbusMessage.Request("$.Q", "ignored"));
            replier.Receive(_junction.Timeout);
            asker.Send(KbusMessage.Request("$.Q", "not even read"));
            replier.Wait(KsockEvents.Readable, _junction.Timeout);
            replier.Dispose();
            var answers = new[] { asker.Receive(_junction.Timeout).Name.Value, asker.Receive(_junction.Timeout).Name.Value };
            Assert.Equal(["$.KBUS.Replier.GoneAway", "$.KBUS.Replier.Ignored"], answers.Order(StringComparer.Ordinal));
            AwaitNoReplier(asker, "$.Q");
            AssertAtRest(original, asker);
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Stateful_Requests_reach_the_same_Ksock_or_say_that_it_is_another(LimpetRole ours)
    {
        var original = Pair(ours);
        foreach (var (first, second, asker) in new[] { (_junction.Open(OurBus), _junction.Open(OurBus), OpenTheirs()), (OpenTheirs(), OpenTheirs(), _junction.Open(OurBus)) })
        {
            first.Bind("$.Q", BindingKind.Replier);
            AwaitReplier(asker, "$.Q");
            _ = _junction.Answer(first, 2);
            asker.Send(KbusMessage.Request("$.Q", "first"));
            var earlier = asker.Receive(_junction.Timeout);
            var again = KbusMessage.StatefulRequest(earlier.Name, earlier, "again"u8.ToArray());
            asker.Send(again);
            Assert.Equal("again!", Text(asker.Receive(_junction.Timeout)));

            first.Unbind("$.Q", BindingKind.Replier);
            AwaitNoReplier(asker, "$.Q");
            second.Bind("$.Q", BindingKind.Replier);
            AwaitReplier(asker, "$.Q");
            asker.Send(again);
            Assert.Equal("$.KBUS.Replier.NotSameKsock", asker.Receive(_junction.Timeout).Name.Value);
            second.Unbind("$.Q", BindingKind.Replier);
            AwaitNoReplier(asker, "$.Q");
            AssertAtRest(original, asker);
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_refusal_with_a_garbage_name_answers_the_Request_and_the_link_goes_on(LimpetRole ours)
    {
        var original = Pair(ours);
        var replier = OpenTheirs(replier: "$.Full");
        var asker = _junction.Open(OurBus);
        AwaitReplier(asker, "$.Full");
        replier.MaxMessages(1);
        asker.Send(KbusMessage.Request("$.Full", "fills it"));
        replier.Wait(KsockEvents.Readable, _junction.Timeout);
        asker.Send(KbusMessage.Request("$.Full", "one too many"));
        Assert.Equal("$.KBUS.RemoteError.Unknown", asker.Receive(_junction.Timeout).Name.Value);
        _ = _junction.Answer(replier, 1);
        Assert.Equal("fills it!", Text(asker.Receive(_junction.Timeout)));
        AssertAtRest(original, asker);
    }

    [Fact]
    public async Task A_second_replier_kills_an_original_and_our_client_tries_the_next()
    {
        var endpoint = _junction.NewEndpoint();
        var (ours, _) = (_junction.Open(OurBus, replier: "$.Q"), OpenTheirs(replier: "$.Q"));
        var original = Serve(endpoint);
        var (_, events) = _junction.Dial(OurBus, endpoint, OurNetwork);
        for (var i = 0; i < 3; i++)
        {
            events.Expect<ConnectedEvent>();
            Assert.Contains("$.Q", await original.Died.WaitAsync(Patience), StringComparison.Ordinal);
            events.Expect<DisconnectedEvent>();
            if (i == 2)
            {
                ours.Unbind("$.Q", BindingKind.Replier);
            }

            original = Serve(endpoint);
        }

        events.Expect<ConnectedEvent>();
        AwaitReplier(ours, "$.Q");
        AssertAtRest(original, ours);
    }

    [Fact]
    public async Task Our_client_connects_again_to_an_original_that_was_restarted()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Dial(OurBus, endpoint, OurNetwork);
        var replier = OpenTheirs(replier: "$.Q");
        var asker = _junction.Open(OurBus);
        for (var i = 0; i < 5; i++)
        {
            var original = Serve(endpoint);
            events.Expect<ConnectedEvent>();
            AwaitReplier(asker, "$.Q");
            _ = _junction.Answer(replier, 1);
            asker.Send(KbusMessage.Request("$.Q", $"{i}"));
            Assert.Equal($"{i}!", Text(asker.Receive(_junction.Timeout)));

            asker.Send(KbusMessage.Request("$.Q", "outstanding"));
            replier.Receive(_junction.Timeout);
            original.Dispose();
            await original.Died.WaitAsync(Patience);
            events.Expect<DisconnectedEvent>();
            Assert.Equal("$.KBUS.Replier.Ignored", asker.Receive(_junction.Timeout).Name.Value);
        }
    }

    [Fact]
    public async Task An_original_comes_again_to_our_server_and_takes_its_own_place()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(OurBus, endpoint, OurNetwork);
        var first = Connect(endpoint);
        events.Expect<ConnectedEvent>();

        // The first still looks alive; it is told, and does itself no harm over what it is told.
        Connect(endpoint);
        Assert.Equal(LimpetEnd.Displaced, events.Expect<DisconnectedEvent>().Outcome.End);
        events.Expect<ConnectedEvent>();
        Assert.Equal("The other side has gone away.", await first.Died.WaitAsync(Patience));
        Assert.Equal(1, first.Unasked);

        var listener = OpenTheirs("$.A");
        _junction.Open(OurBus).Send(KbusMessage.Announcement("$.A"));
        listener.Receive(_junction.Timeout);
    }

    [Fact]
    public async Task A_refused_original_reads_our_farewell_as_one_Status_and_ends()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(OurBus, endpoint, OurNetwork, o => o with { MaxPeers = 1 });
        _junction.Dial(3, endpoint, network: 3);
        events.Expect<ConnectedEvent>();
        var asker = OpenTheirs();
        var original = Connect(endpoint);
        events.Expect<PeerRefusedEvent>();
        Assert.Equal("The other side has gone away.", await original.Died.WaitAsync(Patience));
        Assert.Equal((1, 1), (original.Received, original.Unasked));
        Assert.Null(asker.TryReceive());
    }

    [Fact]
    public void Two_originals_and_one_of_ours_hang_on_one_server_at_once()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(OurBus, endpoint, OurNetwork);
        var buses = new List<IKsock> { _junction.Open(OurBus, "$.A", "$.Q1"), OpenTheirs(2, "$.A", "$.Q2"), OpenTheirs(3, "$.A", "$.Q3"), _junction.Open(4, "$.A", "$.Q4") };
        Connect(endpoint, 2);
        Connect(endpoint, 3);
        _junction.Dial(4, endpoint, network: 4);
        for (var i = 0; i < 3; i++)
        {
            events.Expect<ConnectedEvent>();
        }

        var askers = new List<IKsock> { _junction.Open(OurBus), OpenTheirs(2), OpenTheirs(3), _junction.Open(4) };
        askers.ForEach(a => Assert.All(Enumerable.Range(1, 4), n => AwaitReplier(a, $"$.Q{n}")));
        askers[1].Send(KbusMessage.Announcement("$.A", "of an original"));
        Assert.All(buses, b => Assert.Equal("of an original", Text(b.Receive(_junction.Timeout))));
        for (var n = 1; n <= 4; n++)
        {
            _ = _junction.Answer(buses[n - 1], 4);
            foreach (var asker in askers)
            {
                asker.Send(KbusMessage.Request($"$.Q{n}", "?"));
                Assert.Equal("?!", Text(asker.Receive(_junction.Timeout)));
            }
        }

        Assert.All(askers, a => Assert.Null(a.TryReceive()));
        Assert.All(buses, b => Assert.Null(b.TryReceive()));
    }

    [Fact]
    public void A_Request_that_an_original_bounces_is_not_heard_again()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(OurBus, endpoint, OurNetwork);
        Connect(endpoint);
        _junction.Dial(4, endpoint, network: 4);
        events.Expect<ConnectedEvent>();
        events.Expect<ConnectedEvent>();
        var replier = OpenTheirs(replier: "$.Q");
        var asker = _junction.Open(4);
        AwaitReplier(asker, "$.Q");
        var listeners = (IKsock[])[_junction.Open(OurBus, "$.*"), OpenTheirs("$.*"), _junction.Open(4, "$.*")];
        _ = _junction.Answer(replier, 10);
        for (var i = 0; i < 10; i++)
        {
            asker.Send(KbusMessage.Request("$.Q", $"{i}"));
            Assert.Equal($"{i}!", Text(asker.Receive(_junction.Timeout)));
        }

        // What the original sends back comes before this.
        OpenTheirs().Send(KbusMessage.Announcement("$.Mark", "mark"));
        foreach (var listener in listeners)
        {
            var heard = new List<string>();
            do
            {
                heard.Add(Text(HearNoReply(listener)));
            }
            while (heard[^1] != "mark");
            Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"{i}"), "mark"], heard);
        }
    }

    private OriginalLimpet Pair(LimpetRole ours)
    {
        var endpoint = _junction.NewEndpoint();
        var original = ours == LimpetRole.Client ? Serve(endpoint) : null;
        var (_, events) = ours == LimpetRole.Client ? _junction.Dial(OurBus, endpoint, OurNetwork) : _junction.Serve(OurBus, endpoint, OurNetwork);
        original ??= Connect(endpoint);
        events.Expect<ConnectedEvent>();
        return original;
    }

    private OriginalLimpet Serve(Endpoint endpoint) => Own(OriginalLimpet.Serve(_theirs.Open(TheirBus), endpoint, TheirNetwork));

    private OriginalLimpet Connect(Endpoint endpoint, int bus = TheirBus) => Own(OriginalLimpet.Connect(_theirs.Open(bus), endpoint, (uint)bus));

    private OriginalLimpet Own(OriginalLimpet original)
    {
        _originals.Add(original);
        return original;
    }

    private IKsock OpenTheirs(string? listen = null, string? replier = null) => OpenTheirs(TheirBus, listen, replier);

    private IKsock OpenTheirs(int bus, string? listen = null, string? replier = null)
    {
        var ksock = _theirs.Open(bus);
        ksock.MaxMessages(10_000);
        if (listen is not null)
        {
            ksock.Bind(listen, BindingKind.Listener);
        }

        if (replier is not null)
        {
            ksock.Bind(replier, BindingKind.Replier);
        }

        return ksock;
    }

    private static void AwaitReplier(IKsock asker, string name) => Assert.True(SpinWait.SpinUntil(() => asker.FindReplier(name) != 0, Patience), $"{name} has no replier");

    private static void AwaitNoReplier(IKsock asker, string name) => Assert.True(SpinWait.SpinUntil(() => asker.FindReplier(name) == 0, Patience), $"{name} still has a replier");

    private KbusMessage HearNoReply(IKsock listener)
    {
        KbusMessage message;
        do
        {
            message = listener.Receive(_junction.Timeout);
        }
        while (message.IsReply);
        return message;
    }

    // The original lives, and what has been sent since came all the way round: nothing else is left for any of these.
    private void AssertAtRest(OriginalLimpet original, params IKsock[] ksocks)
    {
        var (here, there) = (_junction.Open(OurBus, "$.Mark"), OpenTheirs("$.Mark"));
        foreach (var sender in (IKsock[])[_junction.Open(OurBus), OpenTheirs()])
        {
            sender.Send(KbusMessage.Announcement("$.Mark"));
            here.Receive(_junction.Timeout);
            there.Receive(_junction.Timeout);
        }

        Assert.False(original.Died.IsCompleted, original.Died.IsCompleted ? original.Died.Result : "");
        Assert.All(ksocks, k => Assert.Null(k.TryReceive()));
        here.Dispose();
        there.Dispose();
    }
}
