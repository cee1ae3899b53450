using System.Collections.Concurrent;
using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Tests.Limpets.Endpoints;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>In which state a Limpet is when it tells of something, and what it tells.</summary>
public sealed class LimpetStateTests : IDisposable
{
    private readonly Junction _junction = new();
    private readonly EventLog _events = new();
    private readonly ConcurrentQueue<(Type Event, LimpetState State)> _told = [];

    public void Dispose() => _junction.Dispose();

    [Fact]
    public async Task A_client_retries_connects_is_connected_and_is_that_until_it_has_told_of_the_end()
    {
        var endpoint = _junction.NewEndpoint();
        var client = Start(e => LimpetService.Connect(endpoint, e), once: false);
        _events.Expect<RetryingEvent>();
        using var listener = endpoint.Listen();
        using (var silent = listener.Accept(_junction.Timeout))
        {
            Assert.True(SpinWait.SpinUntil(() => client.State == LimpetState.Connecting, Patience));
            silent.Send(HeloOf(9));
            Assert.Matches("^process [0-9]+ of user .", _events.Expect<ConnectedEvent>().Peer);
            Assert.Equal(LimpetState.Connected, client.State);
        }

        _events.Expect<DisconnectedEvent>();
        client.Stop();
        await client.Completion.WaitAsync(Patience);
        Assert.All(_told.Where(t => t.Event == typeof(RetryingEvent)), t => Assert.Equal(LimpetState.Retrying, t.State));
        Assert.All(_told.Where(t => t.Event == typeof(ConnectedEvent) || t.Event == typeof(DisconnectedEvent)), t => Assert.Equal(LimpetState.Connected, t.State));
        Assert.Equal((typeof(EndedEvent), LimpetState.Ended), _told.Last());
    }

    [Fact]
    public void A_server_for_one_that_refused_somebody_tells_of_it_and_listens_on()
    {
        var endpoint = _junction.NewEndpoint();
        var server = Start(e => LimpetService.Listen(endpoint, e with { AllowedUsers = [4_294_967_000] }), once: true);
        _events.Expect<ListeningEvent>();
        for (var i = 0; i < 2; i++)
        {
            using var socket = LimpetSocket.Connect(endpoint, 9, Patience, _junction.Timeout);
            Assert.Throws<TurnedAwayException>(() => socket.Receive(_junction.Timeout));
            socket.Dispose();
            _events.Expect<PeerRefusedEvent>();
            Assert.True(SpinWait.SpinUntil(() => server.State == LimpetState.Listening, Patience));
        }

        Assert.Equal((typeof(ListeningEvent), LimpetState.Listening), _told.First());
    }

    [Fact]
    public void A_server_for_one_is_connecting_while_somebody_is_there_and_nobody_listens_once_they_have_met()
    {
        var endpoint = _junction.NewEndpoint();
        var server = Start(e => LimpetService.Listen(endpoint, e), once: true);
        using var peer = endpoint.Connect(Patience);
        Assert.True(SpinWait.SpinUntil(() => server.State == LimpetState.Connecting, Patience));
        peer.Send(HeloOf(9));
        _events.Expect<ConnectedEvent>();
        Assert.Equal(LimpetState.Connected, server.State);
        Assert.Throws<GiveUpException>(() => endpoint.Connect(Patience));
    }

    [Fact]
    public void Whoever_goes_in_the_middle_of_their_HELO_is_told_of_and_whoever_only_looks_is_not()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(2, endpoint);
        endpoint.Connect(Patience).Dispose();
        using (var breaking = endpoint.Connect(Patience))
        {
            breaking.Send("HEL"u8);
            breaking.Shutdown(SocketShutdown.Send);
            Assert.Contains("after 3 of the 8 bytes", events.Expect<PeerFailedEvent>().Reason, StringComparison.Ordinal);
        }

        Assert.Equal(0, events.Count<PeerFailedEvent>());
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("127.0.0.1", false)]
    public void A_server_that_other_machines_can_reach_says_so(string host, bool exposed)
    {
        var server = Start(e => LimpetService.Listen(new TcpEndpoint(host, EndpointTests.FreePort()), e), once: false);
        _events.Expect<ListeningEvent>();
        server.Stop();
        Assert.Equal(exposed ? 1 : 0, _events.Count<ExposedEvent>());
    }

    [Fact]
    public void A_connection_by_hand_is_closed_by_a_Limpet_that_never_starts_and_kept_by_one_that_may_not_be()
    {
        var endpoint = _junction.NewEndpoint();
        _junction.Serve(2, endpoint);
        using var socket = LimpetSocket.Connect(endpoint, 9, Patience, _junction.Timeout);
        Assert.Equal("Verbosity", Assert.Throws<LimpetOptionException>(() => LimpetService.Over(socket, _junction.Options(1, 1, _events) with { Verbosity = 3 })).Option);
        Assert.True(socket.IsOpen);
        var service = LimpetService.Over(socket, _junction.Options(1, 1, _events));
        Assert.Equal((true, 9u, endpoint.ToString(), true), (service.IsByHand, service.NetworkId, service.Endpoint, service.Options.Once));
        service.Stop();
        Assert.False(socket.IsOpen);
    }

    [Fact]
    public void A_runner_of_a_client_connects()
        => Assert.Throws<GiveUpException>(() => LimpetRunner.Run(_junction.NewEndpoint(), LimpetRole.Client, _junction.Options(1, 1, _events), _junction.Timeout));

    private LimpetService Start(Func<LimpetOptions, LimpetService> make, bool once)
    {
        LimpetService? service = null;
        service = _junction.Own(make(_junction.Options(1, 1, _events) with
        {
            Once = once,
            FirstRetry = TimeSpan.FromMilliseconds(1),
            LongestRetry = TimeSpan.FromMilliseconds(20),
            OnEvent = e =>
            {
                _told.Enqueue((e.GetType(), service!.State));
                _events.Add(e);
            },
        }));
        service.Start();
        return service;
    }
}
