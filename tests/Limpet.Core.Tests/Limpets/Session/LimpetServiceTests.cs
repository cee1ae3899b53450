using Limpet.Core.Bus.Hosting;
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
    public async Task Each_link_has_a_Ksock_of_its_own_and_none_is_left_at_the_end()
    {
        using var buses = EmbeddedBuses.Private();
        using var looking = buses.Open(3);
        var opened = 0;
        var endpoint = _junction.NewEndpoint();
        var server = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(3, 100, _events) with
        {
            Once = false,
            TerminationMessage = MessageName.Parse("$.Die"),
            OpenKsock = () =>
            {
                Interlocked.Increment(ref opened);
                return buses.Open(3);
            },
        }));
        server.Start();
        Assert.Equal(2, opened);
        using var first = LimpetSocket.Connect(endpoint, 1, Patience, _junction.Timeout);
        _events.Expect<ConnectedEvent>();
        Assert.Equal(2, opened);
        using var second = LimpetSocket.Connect(endpoint, 2, Patience, _junction.Timeout);
        _events.Expect<ConnectedEvent>();
        Assert.Equal(3, opened);
        Assert.Equal(4, buses.Inspect(3)!.Ksocks.Count);
        looking.Send(KbusMessage.Announcement("$.Die"));
        Assert.Equal(LimpetEnd.TerminationMessage, (await server.Completion.WaitAsync(Patience)).End);
        Assert.Single(buses.Inspect(3)!.Ksocks);
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
}
