using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Endpoints;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>One Limpet that listens, and many that connect to it.</summary>
public sealed class ManyPeersTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public void A_star_of_buses_is_one_Limpet_at_its_centre()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        var listeners = new List<IKsock> { _junction.Open(100, "$.News") };
        for (var bus = 1; bus <= 5; bus++)
        {
            listeners.Add(_junction.Open(bus, "$.News"));
            _junction.Dial(bus, endpoint);
            events.Expect<ConnectedEvent>();
        }

        _junction.Open(3).Send(KbusMessage.Announcement("$.News", "from 3"));
        Assert.All(listeners, listener => Assert.Equal("from 3", Text(listener.Receive(_junction.Timeout))));
        Assert.All(listeners, listener => Assert.Null(listener.TryReceive()));

        var replier = _junction.Open(5, replier: "$.Q");
        Assert.True(SpinWait.SpinUntil(() => listeners.All(l => l.FindReplier("$.Q") != 0), Patience));
        _ = _junction.Answer(replier, 5);
        foreach (var asker in listeners.Take(5))
        {
            asker.Send(KbusMessage.Request("$.Q", "?"));
            Assert.Equal("?!", Text(asker.Receive(_junction.Timeout)));
        }

        Assert.Equal([1, 2, 3, 4, 5], centre.Peers.Select(p => p.Number));
        Assert.Equal([1u, 2u, 3u, 4u, 5u], centre.Peers.Select(p => p.NetworkId));
        Assert.Equal(centre.Peers.Sum(p => p.Counters.In), centre.Counters.In);
    }

    [Fact]
    public void A_peer_that_leaves_takes_nobody_with_it_and_may_come_back()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        var (one, _) = _junction.Dial(1, endpoint);
        events.Expect<ConnectedEvent>();
        var (_, _) = _junction.Dial(2, endpoint);
        events.Expect<ConnectedEvent>();
        one.Stop();
        Assert.Equal(1, events.Expect<DisconnectedEvent>().Link);
        Assert.Equal(LimpetState.Connected, centre.State);

        var listener = _junction.Open(2, "$.A");
        _junction.Open(100).Send(KbusMessage.Announcement("$.A"));
        listener.Receive(_junction.Timeout);

        _junction.Dial(1, endpoint);
        var back = events.Expect<ConnectedEvent>();
        Assert.Equal((3, 1u), (back.Link, back.PeerNetworkId));
        centre.Peers[0].Disconnect();
        Assert.Equal(2, events.Expect<DisconnectedEvent>().Link);
    }

    [Fact]
    public async Task Whoever_comes_back_takes_the_place_of_a_connection_that_still_looks_alive()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        var (first, _) = _junction.Dial(1, endpoint, network: 7);
        Assert.Equal(1, events.Expect<ConnectedEvent>().Link);
        var (_, secondEvents) = _junction.Dial(2, endpoint, network: 7);
        secondEvents.Expect<ConnectedEvent>();

        // The first is told why, and does not displace the second in turn.
        var outcome = await first.Completion.WaitAsync(Patience);
        Assert.True(Assert.IsType<TurnedAwayException>(outcome.Error).IsDisplaced);
        Assert.Contains("another connection with network id 7", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("-NetworkId", outcome.Reason, StringComparison.Ordinal);
        var ended = events.Expect<DisconnectedEvent>();
        Assert.Equal((1, LimpetEnd.Displaced), (ended.Link, ended.Outcome.End));
        Assert.Equal(2, events.Expect<ConnectedEvent>().Link);
        Assert.Equal(2, Assert.Single(centre.Peers).Number);
    }

    [Fact]
    public void A_connection_whose_HELO_is_read_late_does_not_displace_the_one_made_since()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        using var old = endpoint.Connect(Patience);
        var (_, clientEvents) = _junction.Dial(1, endpoint, network: 7);
        clientEvents.Expect<ConnectedEvent>();
        events.Expect<ConnectedEvent>();

        old.Send([.. "HELO"u8, 0, 0, 0, 7]);
        Assert.Contains("a later connection with network id 7", events.Expect<PeerRefusedEvent>().Reason, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(centre.Peers).Number);
        Assert.Equal(0, clientEvents.Count<DisconnectedEvent>());
    }

    [Fact]
    public void A_stranger_with_an_id_that_is_in_use_is_refused_and_both_are_told_why()
    {
        var port = EndpointTests.FreePort();
        var endpoint = new TcpEndpoint("127.0.0.1", port);
        var (centre, events) = _junction.Serve(100, endpoint);
        _junction.Dial(1, endpoint, network: 7);
        events.Expect<ConnectedEvent>();

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("127.0.0.9"), 0));
        socket.Connect("127.0.0.1", port);
        using var stranger = LimpetSocket.Over(socket, endpoint.ToString(), 7, Patience);
        var told = Assert.Throws<TurnedAwayException>(() => stranger.Receive(_junction.Timeout));
        Assert.False(told.IsDisplaced);
        Assert.Contains("network id 7 is in use here by host 127.0.0.1:", told.Message, StringComparison.Ordinal);
        var refused = events.Expect<PeerRefusedEvent>();
        Assert.StartsWith("host 127.0.0.9:", refused.Peer, StringComparison.Ordinal);
        Assert.Contains("network id 7", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(centre.Peers).Number);
    }

    [Fact]
    public void More_peers_than_there_may_be_are_told_so_and_taken_once_there_is_room()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(100, endpoint, change: o => o with { MaxPeers = 1 });
        var (first, _) = _junction.Dial(1, endpoint);
        events.Expect<ConnectedEvent>();
        var (_, secondEvents) = _junction.Dial(2, endpoint);
        Assert.Contains("as many peers are here already as may be, which is 1", secondEvents.Expect<RetryingEvent>().Reason, StringComparison.Ordinal);
        Assert.Contains("-MaxPeers", events.Expect<PeerRefusedEvent>().Reason, StringComparison.Ordinal);
        first.Stop();
        secondEvents.Expect<ConnectedEvent>();
    }

    [Fact]
    public void What_is_no_Limpet_harms_nobody()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        foreach (var bytes in (byte[][])[[.. "GET / HTTP/1.1\r\n"u8], [.. "HELO"u8, 0, 0, 0, 0], [.. "HELO"u8, 0, 0, 0, 100]])
        {
            using var peer = endpoint.Connect(Patience);
            peer.Send(bytes);
            Assert.StartsWith($"process {Environment.ProcessId} of user", events.Expect<PeerFailedEvent>().Peer, StringComparison.Ordinal);
        }

        endpoint.Connect(Patience).Dispose();
        _junction.Dial(1, endpoint);
        events.Expect<ConnectedEvent>();
        Assert.Equal(0, events.Count<PeerFailedEvent>());
        Assert.Equal(LimpetState.Connected, centre.State);
    }

    [Fact]
    public async Task The_termination_message_ends_all_links_and_is_heard_without_any()
    {
        var endpoint = _junction.NewEndpoint();
        var (alone, _) = _junction.Serve(100, endpoint, change: o => o with { TerminationMessage = MessageName.Parse("$.Die") });
        _junction.Open(100).Send(KbusMessage.Announcement("$.Die"));
        Assert.Equal(LimpetEnd.TerminationMessage, (await alone.Completion.WaitAsync(Patience)).End);

        var (centre, events) = _junction.Serve(100, endpoint, change: o => o with { TerminationMessage = MessageName.Parse("$.Die") });
        foreach (var bus in (int[])[1, 2])
        {
            _junction.Dial(bus, endpoint, change: o => o with { MaxAttempts = 1 });
            events.Expect<ConnectedEvent>();
        }

        var (one, two) = (_junction.Open(1, "$.*"), _junction.Open(2, "$.*"));
        var sender = _junction.Open(100);
        sender.Send(KbusMessage.Announcement("$.Last"));
        sender.Send(KbusMessage.Announcement("$.Die"));
        Assert.Equal(LimpetEnd.TerminationMessage, (await centre.Completion.WaitAsync(Patience)).End);
        Assert.Equal("$.Last", one.Receive(_junction.Timeout).Name.Value);
        Assert.Equal("$.Last", two.Receive(_junction.Timeout).Name.Value);
        Assert.Empty(centre.Peers);
    }

    [Fact]
    public void Another_user_is_refused_by_name_unless_allowed()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(100, endpoint, change: o => o with { AllowedUsers = [4_294_967_000] });
        using var socket = LimpetSocket.Connect(endpoint, 1, Patience);
        Assert.Contains("is not among those allowed here (-AllowUid)", Assert.Throws<TurnedAwayException>(() => socket.Receive(_junction.Timeout)).Message, StringComparison.Ordinal);
        Assert.Contains("-AllowUid", events.Expect<PeerRefusedEvent>().Reason, StringComparison.Ordinal);

        var other = _junction.NewEndpoint();
        var (_, otherEvents) = _junction.Serve(100, other, change: o => o with { AllowedUsers = [Core.Native.Libc.EffectiveUserId()] });
        _junction.Dial(1, other);
        otherEvents.Expect<ConnectedEvent>();
    }

    [Fact]
    public void Silent_strangers_shut_nobody_out()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(100, endpoint);
        var strangers = Enumerable.Range(0, 100).Select(_ => endpoint.Connect(Patience)).ToList();
        var (_, clientEvents) = _junction.Dial(1, endpoint);
        clientEvents.Expect<ConnectedEvent>();
        Assert.Equal(1u, events.Expect<ConnectedEvent>().PeerNetworkId);
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Those_who_have_kept_silent_longest_go_where_there_are_too_many_and_nobody_else()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(100, endpoint);
        var strangers = Enumerable.Range(0, 34).Select(_ => endpoint.Connect(Patience)).ToList();

        // 32 may be silent; which of those that came at the same time were first is not known.
        Assert.True(SpinWait.SpinUntil(() => strangers.Count(HasEnded) == 2, Patience));
        var left = strangers.Where(stranger => !HasEnded(stranger)).ToList();
        foreach (var (index, stranger) in left.Index())
        {
            stranger.Send(HeloOf((uint)index + 1));
            events.Expect<ConnectedEvent>();
        }

        Assert.Equal(32, left.Count);
        Assert.Equal(2, strangers.Count(HasEnded));
        await Task.WhenAll(strangers.Select(stranger => Task.Run(stranger.Dispose))).WaitAsync(Patience);
    }

    [Fact]
    public void Neither_those_who_came_to_nothing_nor_those_who_are_connected_count_as_silent()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        using var silent = endpoint.Connect(Patience);
        var peers = new List<LimpetSocket>();
        for (var i = 1u; i <= 40; i++)
        {
            using (var broken = endpoint.Connect(Patience))
            {
                broken.Send("GET / HT"u8);
                events.Expect<PeerFailedEvent>();
            }

            peers.Add(LimpetSocket.Connect(endpoint, i, Patience, _junction.Timeout));
            events.Expect<ConnectedEvent>();
        }

        silent.Send(HeloOf(99));
        Assert.Equal(99u, events.Expect<ConnectedEvent>().PeerNetworkId);
        _junction.Open(100).Send(KbusMessage.Announcement("$.A"));
        Assert.All(peers, peer => Assert.Equal("$.A", peer.Receive(_junction.Timeout).Name.Value));
        Assert.Equal(41, centre.Peers.Count);
        peers.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public void Whoever_comes_back_need_not_wait_for_a_connection_that_takes_nothing_any_more()
    {
        var endpoint = _junction.NewEndpoint();
        var (centre, events) = _junction.Serve(100, endpoint);
        using var stuck = endpoint.Connect(Patience);
        stuck.Send(HeloOf(7));
        events.Expect<ConnectedEvent>();
        var sender = _junction.Open(100);
        for (var i = 0; i < 10; i++)
        {
            sender.Send(KbusMessage.Announcement("$.Big", new string('x', 400_000)));
        }

        // More than a socket holds: the link's own thread is at it, and does not come back from it.
        var buffer = new byte[1_000_000];
        for (var count = 0; count < buffer.Length;)
        {
            count += stuck.Receive(buffer.AsSpan(count), SocketFlags.None);
        }

        using var back = LimpetSocket.Connect(endpoint, 7, Patience, _junction.Timeout);
        Assert.Equal(LimpetEnd.Displaced, events.Expect<DisconnectedEvent>().Outcome.End);
        Assert.Equal(2, events.Expect<ConnectedEvent>().Link);
        Assert.Equal(2, Assert.Single(centre.Peers).Number);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public void The_socket_file_has_the_mode_that_was_asked_for(UnixFileMode mode)
    {
        var endpoint = _junction.NewEndpoint();
        _junction.Serve(100, endpoint, change: o => o with { Listening = new ListenOptions { Mode = mode, Group = "root" } });
        Assert.Equal(mode, File.GetUnixFileMode(((UnixEndpoint)endpoint).Path));

        var nobody = Assert.Throws<EndpointException>(() => _junction.NewEndpoint().Listen(new ListenOptions { Group = "no-such-group" }));
        Assert.Contains("there is no group 'no-such-group'", nobody.Message, StringComparison.Ordinal);
    }

    // Whatever it was told is read first.
    private static bool HasEnded(Socket socket)
    {
        var buffer = new byte[64];
        while (socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            if (socket.Receive(buffer, SocketFlags.None, out _) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
