using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Endpoints;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Two buses joined by two Limpets: what programs on them see.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_announcement_on_one_bus_is_heard_on_the_other(bool tcp)
    {
        _junction.Join(2, 1, tcp ? new TcpEndpoint("127.0.0.1", EndpointTests.FreePort()) : null);
        var (here, there) = (_junction.Open(2, "$.*"), _junction.Open(1, "$.*"));

        here.Send(KbusMessage.Announcement("$.Fred", "hello"));
        var heard = there.Receive(_junction.Timeout);
        Assert.Equal(("$.Fred", "hello", 2u, new OriginId(2, here.Id)), (heard.Name.Value, Text(heard), heard.Id.Network, heard.OrigFrom));

        there.Send(KbusMessage.Announcement("$.Jim", "back"));
        Assert.Equal("hello", Text(here.Receive(_junction.Timeout)));
        heard = here.Receive(_junction.Timeout);
        Assert.Equal(("back", 1u), (Text(heard), heard.Id.Network));
        Assert.Null(here.TryReceive());
    }

    [Fact]
    public void A_request_is_answered_from_the_other_bus_in_either_direction()
    {
        var pair = _junction.Join(2, 1);
        var (onTwo, onOne) = (_junction.Open(2, replier: "$.Two"), _junction.Open(1, replier: "$.One.*"));
        Assert.Equal("$.Two", pair.ClientEvents.Expect<ReplierBoundEvent>().Name.Value);
        Assert.Equal("$.One.*", pair.ServerEvents.Expect<ReplierBoundEvent>().Name.Value);
        _ = _junction.Answer(onTwo, 1, " from two");
        _ = _junction.Answer(onOne, 1, " from one");

        Assert.Equal("q from one", Ask(_junction.Open(2), "$.One.X", "q"));
        Assert.Equal("q from two", Ask(_junction.Open(1), "$.Two", "q"));
        Assert.Equal((0, 0), (pair.Server.Counters.RequestsOutstanding, pair.Client.Counters.RequestsOutstanding));
    }

    [Fact]
    public void Repliers_from_before_the_Limpets_are_known()
    {
        var replier = _junction.Open(2, replier: "$.Old");
        var pair = _junction.Join(2, 1);
        pair.ClientEvents.Expect<ReplierBoundEvent>(e => e.Name.Value == "$.Old");
        _ = _junction.Answer(replier, 1);
        Assert.Equal("x!", Ask(_junction.Open(1), "$.Old", "x"));
    }

    [Fact]
    public async Task Crossing_requests_with_equal_serials_get_each_its_own_answer()
    {
        var pair = _junction.Join(2, 1);
        var (onTwo, onOne) = (_junction.Open(2, replier: "$.Two"), _junction.Open(1, replier: "$.One"));
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        pair.ServerEvents.Expect<ReplierBoundEvent>();
        var (askTwo, askOne) = (_junction.Open(1), _junction.Open(2));
        for (var i = 0; i < 50; i++)
        {
            // Both are on their way before either is answered; every Reply is heard by both Limpets as listeners too.
            askTwo.Send(KbusMessage.Request("$.Two", $"to two {i}"));
            askOne.Send(KbusMessage.Request("$.One", $"to one {i}"));
            var answers = Task.WhenAll(_junction.Answer(onTwo, 1), _junction.Answer(onOne, 1));
            Assert.Equal($"to two {i}!", Text(askTwo.Receive(_junction.Timeout)));
            Assert.Equal($"to one {i}!", Text(askOne.Receive(_junction.Timeout)));
            await answers.WaitAsync(_junction.Timeout);
        }

        Assert.Null(askTwo.TryReceive());
        Assert.Null(askOne.TryReceive());
    }

    [Fact]
    public void Two_hundred_requests_between_two_programs_of_one_bus_do_not_harm_the_link()
    {
        var pair = _junction.Join(2, 1);
        var replier = _junction.Open(2, replier: "$.Local");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        var listener = _junction.Open(1, "$.Local");
        _ = _junction.Answer(replier, 201);
        var asker = _junction.Open(2);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal($"{i}!", Ask(asker, "$.Local", $"{i}"));
        }

        for (var i = 0; i < 200; i++)
        {
            var heard = listener.Receive(_junction.Timeout);
            Assert.Equal(($"{i}", false), (Text(heard), heard.IsRequest));
        }

        Assert.Equal("through!", Ask(_junction.Open(1), "$.Local", "through"));
    }

    [Fact]
    public void A_replier_that_closes_having_taken_a_request_makes_it_Ignored()
    {
        var pair = _junction.Join(2, 1);
        var replier = _junction.Open(2, replier: "$.Q");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Q"));
        replier.Receive(_junction.Timeout);
        replier.Dispose();
        Assert.Equal("$.KBUS.Replier.Ignored", asker.Receive(_junction.Timeout).Name.Value);
        pair.ClientEvents.Expect<ReplierUnboundEvent>();
    }

    [Fact]
    public void A_replier_that_closes_with_the_request_in_its_queue_has_GoneAway()
    {
        var pair = _junction.Join(2, 1);
        var replier = _junction.Open(2, replier: "$.Q");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Q"));
        replier.Wait(KsockEvents.Readable, _junction.Timeout);
        replier.Dispose();
        Assert.Equal("$.KBUS.Replier.GoneAway", asker.Receive(_junction.Timeout).Name.Value);
    }

    [Fact]
    public void A_replier_that_unbinds_with_the_request_in_its_queue_is_Unbound()
    {
        var pair = _junction.Join(2, 1);
        var replier = _junction.Open(2, replier: "$.Q");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Q"));
        replier.Wait(KsockEvents.Readable, _junction.Timeout);
        replier.Unbind("$.Q", BindingKind.Replier);
        Assert.Equal("$.KBUS.Replier.Unbound", asker.Receive(_junction.Timeout).Name.Value);
        pair.ClientEvents.Expect<ReplierUnboundEvent>();
        Assert.Equal(Errno.EADDRNOTAVAIL, asker.TrySend(KbusMessage.Request("$.Q"), out _));
    }

    [Fact]
    public void A_second_replier_for_a_name_takes_over_when_the_first_unbinds()
    {
        var pair = _junction.Join(2, 1);
        var onOne = _junction.Open(1, replier: "$.Q");
        pair.ServerEvents.Expect<ReplierBoundEvent>();

        // Through the proxy the name is taken on bus 2, so the second can come only on a bus that has not heard of the first yet: as with Limpets started late.
        var late = _junction.Open(3, replier: "$.Q");
        var second = _junction.Join(2, 3);
        second.ServerEvents.Expect<BindDeferredEvent>(e => e.Name.Value == "$.Q");
        _ = _junction.Answer(onOne, 1, " one");
        _ = _junction.Answer(late, 1, " three");
        Assert.Equal("a one", Ask(_junction.Open(2), "$.Q", "a"));
        onOne.Dispose();
        second.ServerEvents.Expect<ReplierBoundEvent>(e => e.Name.Value == "$.Q");
        Assert.Equal("b three", Ask(_junction.Open(2), "$.Q", "b"));
    }

    [Fact]
    public void A_stateful_request_reaches_the_same_Ksock_or_is_told_that_it_cannot()
    {
        var pair = _junction.Join(2, 1);
        var replier = _junction.Open(2, replier: "$.Q");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        _ = _junction.Answer(replier, 2);
        asker.Send(KbusMessage.Request("$.Q", "first"));
        var first = asker.Receive(_junction.Timeout);
        Assert.Equal(new OriginId(2, replier.Id), first.OrigFrom);
        Assert.Equal("again!", AskStateful(asker, first, "again"));

        replier.Unbind("$.Q", BindingKind.Replier);
        pair.ClientEvents.Expect<ReplierUnboundEvent>();
        var other = _junction.Open(2, replier: "$.Q");
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        asker.Send(KbusMessage.StatefulRequest(first.Name, first));
        Assert.Equal("$.KBUS.Replier.NotSameKsock", asker.Receive(_junction.Timeout).Name.Value);
        Assert.Null(other.TryReceive());
    }

    [Fact]
    public void Three_buses_in_a_row_carry_each_message_once_and_requests_from_end_to_end()
    {
        var (left, right) = (_junction.Join(2, 1), _junction.Join(2, 3));
        var far = _junction.Open(3, replier: "$.Far");
        right.ServerEvents.Expect<ReplierBoundEvent>();
        left.ClientEvents.Expect<ReplierBoundEvent>();
        var (one, two, three) = (_junction.Open(1, "$.News"), _junction.Open(2, "$.News"), _junction.Open(3, "$.News"));
        var asker = _junction.Open(1);
        _ = _junction.Answer(far, 2);
        asker.Send(KbusMessage.Announcement("$.News", "once"));
        asker.Send(KbusMessage.Request("$.Far", "q"));
        var answer = asker.Receive(_junction.Timeout);
        Assert.Equal(("q!", new OriginId(3, far.Id)), (Text(answer), answer.OrigFrom));
        Assert.Equal("same Ksock!", AskStateful(asker, answer, "same Ksock"));

        // The Reply followed the announcement over both links, so that any second copy would be here by now.
        Assert.All([one, two, three], k =>
        {
            Assert.Equal("once", Text(k.Receive(_junction.Timeout)));
            Assert.Null(k.TryReceive());
        });
    }

    [Fact]
    public void A_loop_of_three_buses_ends()
    {
        var pairs = new[] { _junction.Join(1, 2), _junction.Join(2, 3), _junction.Join(3, 1) };
        var sender = _junction.Open(1);
        var listener = _junction.Open(1, "$.News");
        sender.Send(KbusMessage.Announcement("$.News", "round"));
        Assert.Equal("round", Text(listener.Receive(_junction.Timeout)));

        // It goes round both ways, and ends where the next Limpet's pair is on the bus it came from.
        WaitUntil(() => AtRest(pairs));
        Assert.Null(listener.TryReceive());
        Assert.InRange(pairs.Sum(p => p.Server.Counters.Out + p.Client.Counters.Out), 3, 4);
    }

    [Fact]
    public void What_left_through_a_Limpet_and_came_back_by_another_way_is_told()
    {
        var first = _junction.Join(1, 2);
        var pairs = new[] { first, _junction.Join(2, 3), _junction.Join(3, 1, clientNetwork: 11) };
        _junction.Open(1).Send(KbusMessage.Announcement("$.News", "round"));
        Assert.Equal(1u, first.ServerEvents.Expect<LoopDetectedEvent>().Message.Id.Network);
        WaitUntil(() => AtRest(pairs));
    }

    [Fact]
    public void A_replier_on_a_loop_of_three_buses_is_found_and_its_end_comes_to_rest()
    {
        var pairs = new[] { _junction.Join(1, 2), _junction.Join(2, 3), _junction.Join(3, 1) };
        var replier = _junction.Open(1, replier: "$.Q");
        WaitUntil(() => _junction.Open(2).FindReplier("$.Q") != 0 && _junction.Open(3).FindReplier("$.Q") != 0);
        _ = _junction.Answer(replier, 2);
        Assert.Equal("from two!", Ask(_junction.Open(2), "$.Q", "from two"));
        Assert.Equal("from three!", Ask(_junction.Open(3), "$.Q", "from three"));

        replier.Dispose();
        var probes = new[] { 1, 2, 3 }.Select(b => _junction.Open(b)).ToList();
        WaitUntil(() => probes.TrueForAll(p => p.FindReplier("$.Q") == 0) && AtRest(pairs), seconds: 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_burst_of_5000_arrives_whole_and_in_order(bool tcp)
    {
        var pair = _junction.Join(2, 1, tcp ? new TcpEndpoint("127.0.0.1", EndpointTests.FreePort()) : null);
        var listener = _junction.Open(1, "$.Burst");
        var sender = _junction.Open(2);
        for (var i = 0; i < 5000; i++)
        {
            sender.Send(KbusMessage.Announcement("$.Burst", $"{i}"));
        }

        for (var i = 0; i < 5000; i++)
        {
            Assert.Equal($"{i}", Text(listener.Receive(_junction.Timeout)));
        }

        Assert.Equal((5000, 5000), (pair.Server.Counters.Out, pair.Client.Counters.In));
    }

    [Fact]
    public void Large_messages_go_through_both_ways_at_once()
    {
        _junction.Join(2, 1);
        var (two, one) = (_junction.Open(2, "$.ToTwo"), _junction.Open(1, "$.ToOne"));
        var data = new byte[400_000];
        Random.Shared.NextBytes(data);
        for (var i = 0; i < 50; i++)
        {
            two.Send(new KbusMessage(MessageName.Parse("$.ToOne"), data));
            one.Send(new KbusMessage(MessageName.Parse("$.ToTwo"), data));
        }

        for (var i = 0; i < 50; i++)
        {
            Assert.True(one.Receive(_junction.Timeout).Data.Span.SequenceEqual(data));
            Assert.True(two.Receive(_junction.Timeout).Data.Span.SequenceEqual(data));
        }
    }

    [Fact]
    public void A_message_longer_than_the_other_bus_takes_is_refused_there_and_the_link_goes_on()
    {
        var pair = _junction.Join(2, 1);
        var replier = _junction.Open(1, replier: "$.Q");
        pair.ServerEvents.Expect<ReplierBoundEvent>();
        replier.MaxMessageSize(200);
        var asker = _junction.Open(2);
        asker.Send(KbusMessage.Request("$.Q", new string('x', 500)));
        Assert.Equal("$.KBUS.RemoteError.EMSGSIZE", asker.Receive(_junction.Timeout).Name.Value);
        Assert.Equal(Errno.EMSGSIZE, pair.ClientEvents.Expect<MessageRefusedEvent>().Errno);
        _ = _junction.Answer(replier, 1);
        Assert.Equal("short!", Ask(asker, "$.Q", "short"));
    }

    [Fact]
    public void Only_the_names_asked_for_are_passed_on()
    {
        _junction.Join(2, 1, change: o => o with { MessageName = MessageName.Parse("$.Yes.*") });
        var listener = _junction.Open(1, "$.*");
        var sender = _junction.Open(2);
        sender.Send(KbusMessage.Announcement("$.No.A"));
        sender.Send(KbusMessage.Announcement("$.Yes.A"));
        Assert.Equal("$.Yes.A", listener.Receive(_junction.Timeout).Name.Value);
    }

    [Fact]
    public void Verbosity_2_tells_of_each_message()
    {
        var pair = _junction.Join(2, 1, change: o => o with { Verbosity = 2 });
        var listener = _junction.Open(1, "$.A");
        _junction.Open(2).Send(KbusMessage.Announcement("$.A"));
        listener.Receive(_junction.Timeout);
        Assert.True(pair.ServerEvents.Expect<MessagePassedEvent>().ToLink);
        Assert.False(pair.ClientEvents.Expect<MessagePassedEvent>().ToLink);
    }

    private static bool AtRest(LimpetPair[] pairs)
    {
        var before = pairs.Sum(p => p.Server.Counters.Out + p.Client.Counters.Out);
        Thread.Sleep(200);
        return pairs.Sum(p => p.Server.Counters.Out + p.Client.Counters.Out) == before;
    }

    // For what nothing tells of.
    private static void WaitUntil(Func<bool> condition, int seconds = 30)
        => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(seconds)), "It did not come true in time.");

    private string Ask(IKsock asker, string name, string text)
    {
        asker.Send(KbusMessage.Request(name, text));
        var reply = asker.Receive(_junction.Timeout);
        Assert.Equal(name, reply.Name.Value);
        return Text(reply);
    }

    private string AskStateful(IKsock asker, KbusMessage earlier, string text)
    {
        asker.Send(KbusMessage.StatefulRequest(earlier.Name, earlier, System.Text.Encoding.UTF8.GetBytes(text)));
        return Text(asker.Receive(_junction.Timeout));
    }
}
