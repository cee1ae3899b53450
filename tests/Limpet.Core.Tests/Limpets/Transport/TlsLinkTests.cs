using System.Net.Security;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Endpoints;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>Limpets joined over TLS: all that goes over other links goes over these, and strangers harm nobody.</summary>
public sealed class TlsLinkTests : IDisposable
{
    private const int Many = 100_000;

    private readonly Junction _junction = new();
    private readonly TestCa _ca = new("Our CA");
    private readonly TestCa _other = new("Their CA");
    private readonly TlsEndpoint _endpoint = new("localhost", EndpointTests.FreePort());
    private readonly TlsOptions _tls;

    public TlsLinkTests() => _tls = _ca.Options(_ca.Issue("localhost"));

    public void Dispose()
    {
        _junction.Dispose();
        _ca.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_hundred_thousand_messages_go_both_ways_at_once_in_order_with_large_ones_among_them()
    {
        var pair = _junction.Join(2, 1, _endpoint, o => o with { Tls = _tls, MaxMessages = 2 * Many });
        Assert.Contains("certificate 'CN=localhost' at host 127.0.0.1:", Assert.Single(pair.Server.Peers).Identity.Where, StringComparison.Ordinal);
        var directions = new[] { (From: 1, To: 2), (From: 2, To: 1) }.Select(way =>
        {
            var listener = _junction.Open(way.To, listen: $"$.To{way.To}");
            listener.MaxMessages(2 * Many);
            var sender = _junction.Open(way.From);
            return new[] { Start(() => SendMany(sender, $"$.To{way.To}")), Start(() => HearMany(listener)) };
        }).ToList();
        await Task.WhenAll(directions.SelectMany(d => d)).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(((long)Many, (long)Many), (pair.Server.Counters.In, pair.Client.Counters.In));
    }

    [Fact]
    public void Requests_are_answered_through_a_network_that_passes_one_byte_at_a_time()
    {
        using var relay = new DrippingRelay(_endpoint.Port);
        Start(LimpetService.Listen, 2, _tls, _endpoint, out var events);
        Start(LimpetService.Connect, 1, _tls, new TlsEndpoint("localhost", relay.Port), out _);
        events.Expect<ConnectedEvent>();
        var replier = _junction.Open(2, replier: "$.Ask");
        _ = _junction.Answer(replier, 3);
        var asker = _junction.Open(1);
        Assert.True(SpinWait.SpinUntil(() => asker.FindReplier("$.Ask") != 0, Junction.Patience));
        for (var i = 0; i < 3; i++)
        {
            asker.Send(KbusMessage.Request("$.Ask", $"{i}"));
            Assert.Equal($"{i}!", Junction.Text(asker.Receive(_junction.Timeout)));
        }
    }

    [Fact]
    public async Task A_wait_that_ends_in_the_middle_of_a_record_loses_nothing_of_it()
    {
        using var relay = new DrippingRelay(_endpoint.Port);
        using var listener = _endpoint.Listen();
        var accepting = Task.Run(() => LimpetSocket.Accept(listener, 2, Junction.Patience, _tls, _junction.Timeout));
        using var client = LimpetSocket.Connect(new TlsEndpoint("localhost", relay.Port), 1, Junction.Patience, _tls, _junction.Timeout);
        using var server = await accepting.WaitAsync(Junction.Patience);
        for (var held = 1; held < 60; held += 7)
        {
            relay.HoldAfter(held);
            client.Send(KbusMessage.Announcement("$.Held", $"{held}"));
            Assert.True(SpinWait.SpinUntil(() => relay.IsHolding, Junction.Patience));
            Assert.False(server.TryReceive(TimeSpan.FromMilliseconds(20), out _));
            Assert.False(server.TryReceive(TimeSpan.FromMilliseconds(1), out _));
            relay.Release();
            Assert.Equal($"{held}", Junction.Text(server.Receive(_junction.Timeout)));
        }
    }

    [Fact]
    public void Strangers_are_told_of_and_harm_nobody()
    {
        var server = Start(LimpetService.Listen, 2, _tls, _endpoint, out var events);
        Start(LimpetService.Connect, 1, _tls, _endpoint, out _);
        events.Expect<ConnectedEvent>();

        Assert.Throws<TlsException>(() => LimpetSocket.Connect(_endpoint, 3, Junction.Patience, _ca.Options(_other.Issue("stranger"))));
        var failed = events.Expect<PeerFailedEvent>();
        Assert.StartsWith("host 127.0.0.1:", failed.Peer, StringComparison.Ordinal);
        Assert.Contains("'CN=stranger' was issued by 'CN=Their CA'", failed.Reason, StringComparison.Ordinal);

        Assert.Throws<TlsException>(() => LimpetSocket.Connect(new TcpEndpoint("localhost", _endpoint.Port), 3, Junction.Patience));
        Assert.Contains("speaks plain text", events.Expect<PeerFailedEvent>().Reason, StringComparison.Ordinal);

        // Who only looks whether somebody listens is nobody to tell of.
        _endpoint.Connect(Junction.Patience).Dispose();
        Assert.Throws<TlsException>(() => LimpetSocket.Connect(_endpoint, 3, Junction.Patience, _ca.Options(_ca.Issue("late", -9, -8))));
        Assert.Contains("'CN=late' has expired", events.Expect<PeerFailedEvent>().Reason, StringComparison.Ordinal);

        Assert.Equal((LimpetState.Connected, 1), (server.State, server.Peers.Count));
        var listener = _junction.Open(1, listen: "$.Still");
        _junction.Open(2).Send(KbusMessage.Announcement("$.Still", "here"));
        Assert.Equal("here", Junction.Text(listener.Receive(_junction.Timeout)));
    }

    [Fact]
    public void A_server_for_one_peer_waits_for_one_that_has_a_certificate()
    {
        var service = _junction.Own(LimpetService.Listen(_endpoint, Options(2, _tls, out var events) with { Once = true }));
        service.Start();
        Assert.Throws<TlsException>(() => LimpetSocket.Connect(_endpoint, 3, Junction.Patience, _ca.Options(_other.Issue("stranger"))));
        events.Expect<PeerFailedEvent>();
        using var peer = LimpetSocket.Connect(_endpoint, 3, Junction.Patience, _tls);
        Assert.Contains("certificate 'CN=localhost'", events.Expect<ConnectedEvent>().Peer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_was_never_connected_ends_with_what_a_person_has_to_mend()
    {
        Start(LimpetService.Listen, 2, _ca.Options(_ca.Issue("elsewhere")), _endpoint, out _);
        var client = Start(LimpetService.Connect, 1, _tls, _endpoint, out _);
        var outcome = await client.Completion.WaitAsync(Junction.Patience);
        Assert.Contains("is for 'elsewhere'; expected 'localhost'", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(TlsFault.PeerWrongName, Assert.IsType<TlsException>(outcome.Error).Fault);
    }

    [Fact]
    public void A_client_that_was_connected_goes_on_trying_until_the_other_side_is_mended()
    {
        var first = Start(LimpetService.Listen, 2, _tls, _endpoint, out _);
        Start(LimpetService.Connect, 1, _tls, _endpoint, out var events);
        events.Expect<ConnectedEvent>();
        first.Dispose();

        using (var wrong = LimpetService.Listen(_endpoint, Options(2, _ca.Options(_ca.Issue("localhost", -9, -8)), out _)))
        {
            wrong.Start();
            events.Expect<RetryingEvent>(e => e.Reason.Contains("has expired", StringComparison.Ordinal));
        }

        Start(LimpetService.Listen, 2, _tls, _endpoint, out _);
        events.Expect<ConnectedEvent>();
    }

    [Fact]
    public void The_same_certificate_takes_its_own_place_and_no_other_s()
    {
        Start(LimpetService.Listen, 2, _tls, _endpoint, out var events);
        var kitchen = _ca.Options(_ca.Issue("kitchen"));
        using var first = LimpetSocket.Connect(_endpoint, 3, Junction.Patience, kitchen);
        events.Expect<ConnectedEvent>();
        using var attic = LimpetSocket.Connect(_endpoint, 3, Junction.Patience, _ca.Options(_ca.Issue("attic")));
        Assert.Contains("network id 3 is in use here by certificate 'CN=kitchen'", Assert.Throws<TurnedAwayException>(() => attic.Receive(_junction.Timeout)).Message, StringComparison.Ordinal);
        using var second = LimpetSocket.Connect(_endpoint, 3, Junction.Patience, kitchen);
        events.Expect<ConnectedEvent>();
        Assert.True(Assert.Throws<TurnedAwayException>(() => first.Receive(_junction.Timeout)).IsDisplaced);
    }

    [Fact]
    public void A_peer_that_stops_reading_is_dropped_in_time_and_holds_up_nobody_else()
    {
        var server = _junction.Own(LimpetService.Listen(_endpoint, Options(2, _tls, out var events) with { StallTimeout = TimeSpan.FromMilliseconds(500), MaxMessages = 1000 }));
        server.Start();
        using var deaf = LimpetSocket.Connect(_endpoint, 3, Junction.Patience, _tls);
        Start(LimpetService.Connect, 1, _tls, _endpoint, out _);
        events.Expect<ConnectedEvent>();
        events.Expect<ConnectedEvent>();
        var listener = _junction.Open(1, listen: "$.Flood");
        var sender = _junction.Open(2);
        var large = new KbusMessage(MessageName.Parse("$.Flood"), new byte[100_000]);
        DisconnectedEvent? dropped = null;
        var waiting = Start(() => dropped = events.Expect<DisconnectedEvent>());
        for (var i = 0; !waiting.IsCompleted; i++)
        {
            sender.Send(large);
            Assert.Equal(100_000, listener.Receive(_junction.Timeout).Data.Length);
        }

        Assert.Contains("took no more bytes", dropped!.Text, StringComparison.Ordinal);
        Assert.Equal(1u, Assert.Single(server.Peers).NetworkId);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_everything_is_heard_as_an_end()
    {
        var pair = _junction.Join(2, 1, _endpoint, o => o with { Tls = _tls, Once = true });
        var sender = _junction.Open(2);
        var sending = Start(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                sender.Send(new KbusMessage(MessageName.Parse("$.Much"), new byte[1000]));
            }
        });
        Assert.True(SpinWait.SpinUntil(() => pair.Client.Counters.In > 100, Junction.Patience));
        pair.Server.Stop();
        await sending.WaitAsync(Junction.Patience);
        var outcome = await pair.Client.Completion.WaitAsync(Junction.Patience);

        // In the middle of a message, or between two.
        Assert.True(outcome.End == LimpetEnd.PeerClosed || outcome.Error is BadMessageException, outcome.Reason);
    }

    [Fact]
    public async Task Who_closes_says_so_in_TLS_too()
    {
        var server = Start(LimpetService.Listen, 2, _tls, _endpoint, out var events);
        using var socket = _endpoint.Connect(Junction.Patience);
        await using var stream = new SslStream(new System.Net.Sockets.NetworkStream(socket));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = [_tls.Certificate],
            CertificateChainPolicy = new CertificateJudge(_tls, LimpetRole.Client, "localhost").Policy(),
        });
        await stream.WriteAsync((byte[])[.. "HELO"u8, 0, 0, 0, 1], _junction.Timeout);
        events.Expect<ConnectedEvent>();
        var heard = new byte[64];
        Assert.True(await stream.ReadAtLeastAsync(heard, 8, cancellationToken: _junction.Timeout) >= 8);
        Assert.Equal("HELO"u8.ToArray(), heard[..4]);
        server.Stop();

        // The end of TLS itself comes, and not the socket's alone.
        Assert.True(socket.Poll(Junction.Patience, System.Net.Sockets.SelectMode.SelectRead));
        Assert.NotEqual(0, socket.Available);
        Assert.Equal(0, await stream.ReadAsync(heard, _junction.Timeout));
    }

    private static Task Start(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void SendMany(IKsock sender, string name)
    {
        for (var i = 0; i < Many; i++)
        {
            sender.Send(new KbusMessage(MessageName.Parse(name), Data(i)));
        }
    }

    private static byte[] Data(int i)
    {
        var data = new byte[i % 10_000 == 5_000 ? 300_000 : 8];
        BitConverter.TryWriteBytes(data, i);
        return data;
    }

    private void HearMany(IKsock listener)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (var i = 0; i < Many; i++)
        {
            var message = listener.Receive(late.Token);
            Assert.Equal(i, BitConverter.ToInt32(message.Data.Span));
            Assert.Equal(Data(i).Length, message.Data.Length);
        }
    }

    private LimpetOptions Options(int bus, TlsOptions tls, out EventLog events)
    {
        events = new EventLog();
        return _junction.Options(bus, (uint)bus, events) with
        {
            Tls = tls,
            Once = false,
            FirstRetry = TimeSpan.FromMilliseconds(1),
            LongestRetry = TimeSpan.FromMilliseconds(20),
        };
    }

    private LimpetService Start(Func<Endpoint, LimpetOptions, LimpetService> make, int bus, TlsOptions tls, Endpoint endpoint, out EventLog events)
    {
        var service = _junction.Own(make(endpoint, Options(bus, tls, out events)));
        service.Start();
        return service;
    }
}
