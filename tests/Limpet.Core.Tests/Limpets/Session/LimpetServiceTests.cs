using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>What a Limpet says of itself from its start to its end, and what it holds.</summary>
public sealed class LimpetServiceTests : IDisposable
{
    private readonly Junction _junction = new();
    private readonly EventLog _events = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public async Task It_is_started_once_and_not_after_it_was_stopped()
    {
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(5, 2, _events)));
        Assert.Equal((LimpetState.Starting, "", 5, LimpetRole.Server, 2u, endpoint.ToString(), false), (service.State, service.Bus, service.Kbus, service.Role, service.NetworkId, service.Endpoint, service.IsByHand));
        service.Start();
        Assert.Equal((LimpetState.Listening, "embedded bus 5, hosted by this process"), (service.State, service.Bus));
        Assert.Contains("started once", Assert.Throws<InvalidOperationException>(service.Start).Message, StringComparison.Ordinal);
        service.Stop();
        service.Stop();
        Assert.Equal((LimpetState.Ended, null, LimpetEnd.Stopped), (service.State, service.Problem, (await service.Completion.WaitAsync(Patience)).End));
        Assert.Throws<InvalidOperationException>(service.Start);
        Assert.Equal("The Limpet was stopped.", _events.Expect<EndedEvent>().Outcome.Reason);
    }

    [Fact]
    public async Task One_that_is_stopped_before_it_was_started_never_is()
    {
        var service = LimpetService.Listen(_junction.NewEndpoint(), _junction.Options(1, 2, _events));
        service.Stop();
        Assert.Equal((LimpetState.Ended, LimpetEnd.Stopped), (service.State, (await service.Completion.WaitAsync(Patience)).End));
        Assert.Throws<InvalidOperationException>(service.Start);
        Assert.Empty(_events.All<LimpetEvent>());
    }

    [Fact]
    public async Task One_that_cannot_begin_has_failed_and_tells_nobody_but_its_caller()
    {
        var service = LimpetService.Listen(_junction.NewEndpoint(), _junction.Options(1, 2, _events) with { OpenKsock = () => throw new KbusException(Errno.EACCES, KsockOperation.Open, 1) });
        var thrown = Assert.Throws<KbusException>(service.Start);
        Assert.Equal((LimpetState.Failed, thrown.Message), (service.State, service.Problem));
        Assert.Same(thrown, (await service.Completion.WaitAsync(Patience)).Error);
        Assert.Empty(_events.All<LimpetEvent>());
    }

    [Fact]
    public void Peers_are_numbered_in_their_order_and_say_since_when()
    {
        var endpoint = _junction.NewEndpoint();
        var before = DateTimeOffset.UtcNow;
        var (server, events) = _junction.Serve(100, endpoint);
        Assert.Null(server.PeerNetworkId);
        for (var network = 1u; network <= 3; network++)
        {
            _junction.Dial((int)network, endpoint);
            Assert.Equal((network, (int)network), (events.Expect<ConnectedEvent>().PeerNetworkId, server.Peers[^1].Number));
            Assert.Equal((network, LimpetState.Connected), (server.PeerNetworkId, server.State));
        }

        Assert.Equal([1u, 2u, 3u], server.Peers.Select(peer => peer.NetworkId));
        Assert.All(server.Peers, peer => Assert.InRange(peer.Since, before, DateTimeOffset.UtcNow));
        Assert.All(server.Peers, peer => Assert.InRange(peer.ConnectedFor, TimeSpan.Zero, Patience));
        Assert.InRange(server.InStateFor, TimeSpan.Zero, Patience);
        Assert.InRange(server.Since, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_peer_that_is_sent_away_ends_alone_and_may_come_back()
    {
        var endpoint = _junction.NewEndpoint();
        var (server, events) = _junction.Serve(100, endpoint);
        var (_, clientEvents) = _junction.Dial(1, endpoint);
        clientEvents.Expect<ConnectedEvent>();
        events.Expect<ConnectedEvent>();
        var peer = server.Peers[0];
        peer.Disconnect();
        Assert.Equal((LimpetEnd.Stopped, "The link was ended here."), ((await peer.Completion.WaitAsync(Patience)).End, events.Expect<DisconnectedEvent>().Outcome.Reason));
        clientEvents.Expect<DisconnectedEvent>();
        clientEvents.Expect<ConnectedEvent>();
        Assert.Equal(2, events.Expect<ConnectedEvent>().Link);
    }

    [Fact]
    public void What_has_gone_by_is_summed_over_the_links_that_were_and_those_that_are()
    {
        var endpoint = _junction.NewEndpoint();
        var (server, events) = _junction.Serve(100, endpoint);
        var listener = _junction.Open(100, "$.A");
        for (var network = 1u; network <= 2; network++)
        {
            using var socket = LimpetSocket.Connect(endpoint, network, Patience, _junction.Timeout);
            socket.Send(KbusMessage.Announcement("$.A"));
            listener.Receive(_junction.Timeout);
            Assert.Equal(network, server.Counters.In);
            socket.Dispose();
            events.Expect<DisconnectedEvent>();
        }

        Assert.Equal(2, server.Counters.In);
        Assert.Equal(LimpetState.Listening, server.State);
    }

    [Fact]
    public async Task An_end_by_an_error_says_which_and_a_clean_one_nothing()
    {
        var (server, events, pair) = _junction.JoinByHand(1);
        pair.Dispose();
        Assert.Equal(LimpetEnd.PeerClosed, (await server.Completion.WaitAsync(Patience)).End);
        Assert.Equal((LimpetState.Ended, null), (server.State, server.Problem));
        Assert.Equal("The other Limpet closed the connection.", events.Expect<EndedEvent>().Outcome.ToString());

        var (client, clientEvents) = _junction.Dial(1, _junction.NewEndpoint(), change: o => o with { MaxAttempts = 2 });
        var outcome = await client.Completion.WaitAsync(Patience);
        Assert.Equal((LimpetEnd.Error, false, outcome.Reason), (outcome.End, outcome.IsClean, client.Problem));
        Assert.Equal(outcome, clientEvents.Expect<EndedEvent>().Outcome);
    }

    [Fact]
    public void It_has_threads_of_the_background_whose_names_say_whose_they_are()
    {
        var endpoint = _junction.NewEndpoint();
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<Type, (string?, bool)>();
        var server = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 2, _events) with
        {
            Once = false,
            Verbosity = 2,
            OnEvent = e =>
            {
                threads.TryAdd(e.GetType(), (Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground));
                _events.Add(e);
            },
        }));
        server.Start();
        var listener = _junction.Open(1, "$.A");
        using var peer = LimpetSocket.Connect(endpoint, 9, Patience, _junction.Timeout);
        peer.Send(KbusMessage.Announcement("$.A"));
        listener.Receive(_junction.Timeout);
        _events.Expect<ListeningEvent>();
        _events.Expect<ConnectedEvent>();
        _events.Expect<MessagePassedEvent>();
        Assert.Equal(($"limpet {endpoint}", true), threads[typeof(ListeningEvent)]);
        Assert.Equal(($"limpet {endpoint} peer", true), threads[typeof(ConnectedEvent)]);
        Assert.Equal(($"limpet {endpoint} 9 in", true), threads[typeof(MessagePassedEvent)]);
    }

    [Fact]
    public void How_long_it_has_been_in_its_state_begins_anew_with_each()
    {
        var endpoint = _junction.NewEndpoint();
        var (server, _) = _junction.Serve(2, endpoint);
        Assert.True(SpinWait.SpinUntil(() => server.InStateFor > TimeSpan.FromMilliseconds(50), Patience));
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        using var peer = LimpetSocket.Connect(endpoint, 9, Patience, _junction.Timeout);
        Assert.True(SpinWait.SpinUntil(() => server.State == LimpetState.Connected, Patience));
        Assert.InRange(server.InStateFor, TimeSpan.Zero, System.Diagnostics.Stopwatch.GetElapsedTime(before));
    }

    [Fact]
    public void Requests_that_are_outstanding_are_none_any_more_once_their_link_has_ended()
    {
        var endpoint = _junction.NewEndpoint();
        var (server, events) = _junction.Serve(2, endpoint);
        var asker = _junction.Open(2);
        using (var peer = LimpetSocket.Connect(endpoint, 9, Patience, _junction.Timeout))
        {
            peer.Send(BindEvent("$.Q", binder: 1));
            events.Expect<ReplierBoundEvent>();
            asker.Send(KbusMessage.Request("$.Q"));
            peer.Receive(_junction.Timeout);
            Assert.Equal(1, server.Counters.RequestsOutstanding);
        }

        events.Expect<DisconnectedEvent>();
        Assert.Equal((1, 0), (server.Counters.Out, server.Counters.RequestsOutstanding));
    }
}
