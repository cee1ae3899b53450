using System.Net.Sockets;
using System.Text;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>How a Limpet ends: as it should, and by a peer that means harm.</summary>
public sealed partial class EndingTests : IDisposable
{
    private readonly Junction _junction = new();
    private readonly EventLog _events = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public void A_Limpet_with_a_termination_message_outlives_the_owner_of_its_bus()
    {
        using var buses = EmbeddedBuses.Private();
        using var again = new ManualResetEventSlim();
        var opened = 0;
        var options = _junction.Options(1, 2, _events) with
        {
            TerminationMessage = MessageName.Parse("$.Die"),
            OpenKsock = () =>
            {
                // Once for the first link, once to listen for the message; then it looks for the bus, and looks once more.
                if (Interlocked.Increment(ref opened) == 4)
                {
                    again.Set();
                }

                return buses.Open(1);
            },
        };
        var service = _junction.Own(LimpetService.Listen(_junction.NewEndpoint(), options));
        service.Start();
        buses.Dispose();
        Assert.True(again.Wait(Junction.Patience));
        service.Stop();
        Assert.Equal(LimpetState.Ended, service.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HEL")]
    public async Task A_peer_that_is_silent_at_HELO_is_given_up(string said)
    {
        var (service, peer) = Listening(o => o with { Timeout = TimeSpan.FromMilliseconds(200) });
        peer.Send(Encoding.ASCII.GetBytes(said));
        var outcome = await End(service);
        Assert.Contains($"{said.Length} of the 8 bytes", Assert.IsType<LimpetTimeoutException>(outcome.Error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_silent_at_HELO_is_given_up_too()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var service = _junction.Own(LimpetService.Connect(endpoint, _junction.Options(1, 1, _events) with { Timeout = TimeSpan.FromMilliseconds(200) }));
        service.Start();
        Assert.IsType<LimpetTimeoutException>((await End(service)).Error);
    }

    [Fact]
    public async Task A_peer_that_says_something_else_is_told_apart()
    {
        var (service, peer) = Listening();
        peer.Send("GET / HTTP/1.1\r\n"u8);
        var e = Assert.IsType<BadMessageException>((await End(service)).Error);
        Assert.Equal("HELO", e.Field);
        Assert.Contains("'GET '", e.Message, StringComparison.Ordinal);
        Assert.Equal(LimpetState.Failed, service.State);
    }

    [Theory]
    [InlineData(0u, "is 0")]
    [InlineData(2u, "is 2, which is ours too")]
    public async Task A_network_id_that_cannot_be_ends_both_ends(uint networkId, string told)
    {
        var (service, peer) = Listening();
        peer.Send(Junction.HeloOf(networkId));
        Assert.Contains(told, Assert.IsType<NetworkIdException>((await End(service)).Error).Message, StringComparison.Ordinal);

        // The other end sees the same, or the closing.
        var said = new byte[8];
        Assert.Equal(8, peer.Receive(said));
        Assert.Equal(0, peer.Receive(said));
    }

    [Fact]
    public async Task Two_Limpets_with_one_network_id_both_say_so()
    {
        var endpoint = _junction.NewEndpoint();
        var server = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 5, _events)));
        server.Start();
        var client = _junction.Own(LimpetService.Connect(endpoint, _junction.Options(2, 5, new EventLog())));
        client.Start();
        Assert.IsType<NetworkIdException>((await End(server)).Error);
        Assert.IsType<NetworkIdException>((await End(client)).Error);
    }

    [Fact]
    public void Somebody_who_only_looks_is_not_taken_for_the_peer()
    {
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 2, _events)));
        service.Start();
        endpoint.Connect(Junction.Patience).Dispose();
        using var socket = LimpetSocket.Connect(endpoint, 1, Junction.Patience);
        Assert.Equal(1u, _events.Expect<ConnectedEvent>().PeerNetworkId);
    }

    [Fact]
    public async Task A_peer_that_closes_ends_the_Limpet_cleanly_and_answers_what_was_outstanding()
    {
        var (service, peer) = Connected();
        peer.Send(Junction.Bytes(Junction.BindEvent("$.Q")));
        _events.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Q"));
        Assert.True(SpinWait.SpinUntil(() => service.Counters.RequestsOutstanding == 1, Junction.Patience));
        peer.Dispose();
        var outcome = await End(service);
        Assert.Equal((LimpetEnd.PeerClosed, true, LimpetState.Ended), (outcome.End, outcome.IsClean, service.State));
        Assert.Equal("$.KBUS.Replier.Ignored", asker.Receive(_junction.Timeout).Name.Value);
        Assert.Equal(0u, asker.FindReplier("$.Q"));
    }

    [Fact]
    public async Task The_termination_message_ends_the_Limpet_after_what_came_before_it()
    {
        var pair = _junction.Join(2, 1, change: o => o.Kbus == 2 ? o with { TerminationMessage = MessageName.Parse("$.Die") } : o);
        var listener = _junction.Open(1, "$.*");
        var sender = _junction.Open(2);
        sender.Send(KbusMessage.Announcement("$.Last"));
        sender.Send(KbusMessage.Announcement("$.Die"));
        Assert.Equal(LimpetEnd.TerminationMessage, (await End(pair.Server)).End);
        Assert.Equal(LimpetEnd.PeerClosed, (await End(pair.Client)).End);
        Assert.Equal("$.Last", listener.Receive(_junction.Timeout).Name.Value);
        Assert.Null(listener.TryReceive());
    }

    [Fact]
    public async Task A_bus_that_goes_away_ends_the_Limpet_and_says_so()
    {
        using var buses = EmbeddedBuses.Private();
        var pair = _junction.Join(2, 1, change: o => o.Kbus == 2 ? o with { OpenKsock = () => buses.Open(2) } : o);
        buses.Dispose();
        Assert.Equal(Errno.ENODEV, Assert.IsType<KbusException>((await End(pair.Server)).Error).Errno);
        Assert.Equal(LimpetEnd.PeerClosed, (await End(pair.Client)).End);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stopping_either_end_during_traffic_ends_both_cleanly(int stopped)
    {
        for (var round = 0; round < 10; round++)
        {
            var pair = _junction.Join(2, 1);
            var done = false;
            using var listener = _junction.Open(1, "$.Storm");
            var storms = new[] { 1, 2 }.Select(bus => Task.Run(() =>
            {
                using var sender = _junction.Open(bus);
                while (!Volatile.Read(ref done))
                {
                    sender.Send(KbusMessage.Announcement("$.Storm", new string('x', 1000)));
                }
            })).ToArray();
            Assert.True(SpinWait.SpinUntil(() => pair.Client.Counters.In > 100 && pair.Server.Counters.In > 100, Junction.Patience));
            (stopped == 1 ? pair.Client : pair.Server).Stop();
            var (first, second) = stopped == 1 ? (pair.Client, pair.Server) : (pair.Server, pair.Client);
            Assert.Equal(LimpetEnd.Stopped, (await End(first)).End);
            var outcome = await End(second);
            Assert.True(outcome.End == LimpetEnd.PeerClosed || outcome.Error is BadMessageException { Field: "the end of the stream" }, outcome.Reason);
            Volatile.Write(ref done, value: true);
            await Task.WhenAll(storms).WaitAsync(_junction.Timeout);
        }
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_does_not_keep_the_Limpet_from_stopping()
    {
        var (service, peer) = Connected();
        var sender = _junction.Open(1);
        for (var i = 0; i < 2000; i++)
        {
            sender.Send(KbusMessage.Announcement("$.Big", new string('x', 10_000)));
        }

        service.Stop();
        Assert.Equal(LimpetEnd.Stopped, (await End(service)).End);
        peer.Dispose();
    }

    [Fact]
    public async Task It_can_be_stopped_while_it_listens_and_leaves_no_file()
    {
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 2, _events)));
        service.Start();
        Assert.Equal(endpoint, _events.Expect<ListeningEvent>().Endpoint);
        Assert.True(File.Exists(((UnixEndpoint)endpoint).Path));
        service.Stop();
        Assert.Equal(LimpetEnd.Stopped, (await End(service)).End);
        Assert.False(File.Exists(((UnixEndpoint)endpoint).Path));
        service.Stop();
        Assert.Throws<InvalidOperationException>(service.Start);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_can_be_stopped_from_the_callback_that_tells_of_a_message_whichever_way_it_goes(bool toLink)
    {
        LimpetService? service = null;
        var endpoint = _junction.NewEndpoint();
        service = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(1, 2, _events) with
        {
            Verbosity = 2,
            OnEvent = e =>
            {
                if (e is MessagePassedEvent passed && passed.ToLink == toLink)
                {
                    service!.Stop();
                }
            },
        }));
        service.Start();
        using var socket = LimpetSocket.Connect(endpoint, 1, Junction.Patience);
        var sender = _junction.Open(1);
        Assert.True(SpinWait.SpinUntil(() => service.State == LimpetState.Connected, Junction.Patience));
        if (toLink)
        {
            sender.Send(KbusMessage.Announcement("$.A"));
        }
        else
        {
            socket.Send(KbusMessage.Announcement("$.A"));
        }

        Assert.Equal(LimpetEnd.Stopped, (await End(service)).End);
    }

    [Fact]
    public async Task It_can_be_stopped_from_the_callback_that_tells_of_listening_or_of_its_end()
    {
        LimpetService? service = null;
        service = _junction.Own(LimpetService.Listen(_junction.NewEndpoint(), _junction.Options(1, 2, _events) with { OnEvent = _ => service!.Stop() }));
        service.Start();
        Assert.Equal(LimpetEnd.Stopped, (await End(service)).End);
    }

    [Fact]
    public async Task A_socket_by_hand_can_be_closed_while_it_sends_to_who_reads_nothing()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        using var quiet = endpoint.Connect(Junction.Patience);
        quiet.Send(Junction.HeloOf(1));
        var socket = LimpetSocket.Accept(listener, 2, Junction.Patience);
        var sending = Task.Run(() =>
        {
            while (true)
            {
                socket.Send(new KbusMessage(MessageName.Parse("$.A"), new byte[10_000]));
            }
        });
        Assert.Equal(8, quiet.Receive(new byte[8]));
        socket.Dispose();
        var e = await Assert.ThrowsAnyAsync<Exception>(() => sending.WaitAsync(Junction.Patience));
        Assert.True(e is OtherLimpetGoneAwayException or ObjectDisposedException, e.ToString());
    }

    [Fact]
    public async Task A_closed_socket_cannot_be_handed_on_and_does_no_harm()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        using var raw = endpoint.Connect(Junction.Patience);
        raw.Send(Junction.HeloOf(1));
        var socket = LimpetSocket.Accept(listener, 2, Junction.Patience);
        socket.Dispose();
        var service = _junction.Own(LimpetService.Over(socket, _junction.Options(1, 1, _events)));
        service.Start();
        Assert.IsType<ObjectDisposedException>((await End(service)).Error);
    }

    [Fact]
    public void What_is_wrong_from_the_start_is_thrown_and_nothing_is_left()
    {
        var options = _junction.Options(1, 2, _events);
        var endpoint = _junction.NewEndpoint();
        Assert.Equal("Kbus", Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(endpoint, options with { Kbus = -1 })).Option);
        Assert.Equal("Kbus", Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(endpoint, options with { Kbus = 256 })).Option);
        Assert.Equal("NetworkId", Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(endpoint, options with { NetworkId = 0 })).Option);
        Assert.Equal("Verbosity", Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(endpoint, options with { Verbosity = 3 })).Option);
        Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(endpoint, options with { TerminationMessage = MessageName.Parse("$.*") }));

        var client = LimpetService.Connect(endpoint, options);
        Assert.Throws<GiveUpException>(client.Start);
        Assert.Equal(LimpetState.Failed, client.State);
        client.Dispose();

        // Its Ksock is closed: the next on this bus has the next id, and there is no binding left.
        var broken = LimpetService.Listen(endpoint, options with { OpenKsock = () => throw new KbusException(Errno.EACCES, KsockOperation.Open, 1) });
        Assert.Throws<KbusException>(broken.Start);
        Assert.False(File.Exists(((UnixEndpoint)endpoint).Path));
    }

    [Fact]
    public async Task A_connection_made_by_hand_can_be_handed_on()
    {
        var endpoint = _junction.NewEndpoint();
        var server = _junction.Own(LimpetService.Listen(endpoint, _junction.Options(2, 2, _events)));
        server.Start();
        var socket = LimpetSocket.Connect(endpoint, 7, Junction.Patience);
        _events.Expect<ConnectedEvent>();
        var events = new EventLog();
        var client = _junction.Own(LimpetService.Over(socket, _junction.Options(1, 1, events)));
        client.Start();
        Assert.Equal((2u, 7u), Ids(events.Expect<ConnectedEvent>()));
        Assert.False(socket.IsOpen);
        Assert.Throws<ObjectDisposedException>(() => socket.Send(KbusMessage.Announcement("$.A")));
        var listener = _junction.Open(1, "$.A");
        _junction.Open(2).Send(KbusMessage.Announcement("$.A", "handed"));
        Assert.Equal("handed", Junction.Text(listener.Receive(_junction.Timeout)));
        client.Stop();
        Assert.Equal(LimpetEnd.PeerClosed, (await End(server)).End);

        static (uint, uint) Ids(ConnectedEvent e) => (e.PeerNetworkId, e.NetworkId);
    }

    [Fact]
    public void By_hand_one_asks_and_is_asked()
    {
        var (_, events, pair) = _junction.JoinByHand(1);
        var replier = _junction.Open(1, replier: "$.Q");
        _ = _junction.Answer(replier, 1);
        Assert.Equal("$.KBUS.ReplierBindEvent", pair.Receive(_junction.Timeout).Name.Value);
        var id = pair.Send(KbusMessage.Request("$.Q", "by hand"));
        var reply = pair.Receive(_junction.Timeout);
        Assert.Equal(("by hand!", id), (Junction.Text(reply), reply.InReplyTo));

        pair.Send(Junction.BindEvent("$.Hand", binder: 1));
        events.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Hand", "?"));
        pair.Send(KbusMessage.ReplyTo(pair.Receive(_junction.Timeout), "42"u8.ToArray()));
        Assert.Equal("42", Junction.Text(asker.Receive(_junction.Timeout)));
        pair.Dispose();
    }

    [Fact]
    public async Task A_runner_runs_until_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var endpoint = _junction.NewEndpoint();
        var running = Task.Run(() => LimpetRunner.Run(endpoint, LimpetRole.Server, _junction.Options(1, 2, _events), cancel.Token));
        _events.Expect<ListeningEvent>();
        await cancel.CancelAsync();
        Assert.Equal(LimpetEnd.Stopped, (await running.WaitAsync(Junction.Patience)).End);
    }

    private static async Task<LimpetOutcome> End(LimpetService service)
        => await service.Completion.WaitAsync(Junction.Patience);

    private (LimpetService Service, Socket Peer) Listening(Func<LimpetOptions, LimpetOptions>? change = null)
    {
        var endpoint = _junction.NewEndpoint();
        var service = _junction.Own(LimpetService.Listen(endpoint, (change ?? (static o => o))(_junction.Options(1, 2, _events))));
        service.Start();
        return (service, endpoint.Connect(Junction.Patience));
    }

    private (LimpetService Service, Socket Peer) Connected()
    {
        var (service, peer) = Listening();
        peer.Send(Junction.HeloOf(1));
        var helo = new byte[8];
        Assert.Equal(8, peer.Receive(helo));
        _events.Expect<ConnectedEvent>();
        return (service, peer);
    }
}
