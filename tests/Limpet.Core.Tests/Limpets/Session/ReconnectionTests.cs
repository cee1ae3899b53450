using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A client that loses its peer, or does not find it yet.</summary>
public sealed class ReconnectionTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public void A_client_waits_for_a_server_that_is_not_there_yet()
    {
        var endpoint = _junction.NewEndpoint();
        var (client, events) = _junction.Dial(1, endpoint);
        var retrying = events.Expect<RetryingEvent>();
        Assert.Equal(2, retrying.Attempt);
        Assert.Contains("there is no such socket file", retrying.Reason, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => client.Problem is not null, Patience));
        _junction.Serve(2, endpoint);
        events.Expect<ConnectedEvent>();
        Assert.Null(client.Problem);
    }

    [Fact]
    public void After_a_loss_what_was_outstanding_is_answered_and_on_return_all_is_as_before()
    {
        var endpoint = _junction.NewEndpoint();
        var (server, _) = _junction.Serve(2, endpoint);
        var (client, events) = _junction.Dial(1, endpoint);
        events.Expect<ConnectedEvent>();
        var replier = _junction.Open(2, replier: "$.Q");
        events.Expect<ReplierBoundEvent>();
        var asker = _junction.Open(1);
        asker.Send(KbusMessage.Request("$.Q"));
        replier.Receive(_junction.Timeout);

        server.Stop();
        Assert.Equal("$.KBUS.Replier.Ignored", asker.Receive(_junction.Timeout).Name.Value);
        events.Expect<RetryingEvent>();

        // While the link is down nobody stands in for the replier beyond, so that whoever asks is told at once.
        Assert.Equal(Errno.EADDRNOTAVAIL, asker.TrySend(KbusMessage.Request("$.Q"), out _));

        _junction.Serve(2, endpoint);
        events.Expect<ConnectedEvent>();
        events.Expect<ReplierBoundEvent>();
        _ = _junction.Answer(replier, 1);
        asker.Send(KbusMessage.Request("$.Q", "again"));
        Assert.Equal("again!", Text(asker.Receive(_junction.Timeout)));
        Assert.Equal(LimpetState.Connected, client.State);
    }

    [Fact]
    public async Task It_gives_up_after_as_many_attempts_as_it_is_told()
    {
        var (client, events) = _junction.Dial(1, _junction.NewEndpoint(), change: o => o with { MaxAttempts = 3 });
        Assert.IsType<GiveUpException>((await client.Completion.WaitAsync(Patience)).Error);
        Assert.Equal([2, 3], [events.Expect<RetryingEvent>().Attempt, events.Expect<RetryingEvent>().Attempt]);
        Assert.Equal(LimpetState.Failed, client.State);

        var only = LimpetService.Connect(_junction.NewEndpoint(), _junction.Options(1, 1, new EventLog()) with { Once = false, MaxAttempts = 1 });
        Assert.Throws<GiveUpException>(only.Start);
    }

    [Fact]
    public async Task What_trying_again_would_not_mend_ends_it_at_once()
    {
        var endpoint = _junction.NewEndpoint();
        _junction.Serve(2, endpoint, network: 5);
        var (same, _) = _junction.Dial(1, endpoint, network: 5);
        Assert.IsType<NetworkIdException>((await same.Completion.WaitAsync(Patience)).Error);

        var file = new UnixEndpoint(_junction.Directory.At("file"));
        await File.WriteAllTextAsync(file.Path, "no socket");
        var onFile = LimpetService.Connect(file, _junction.Options(1, 1, new EventLog()) with { Once = false });
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(onFile.Start).Fault);
    }

    [Fact]
    public void A_bus_that_goes_away_is_found_again()
    {
        var endpoint = _junction.NewEndpoint();
        _junction.Serve(2, endpoint);
        using var first = EmbeddedBuses.Private();
        using var second = EmbeddedBuses.Private();
        var buses = first;
        var (_, events) = _junction.Dial(1, endpoint, change: o => o with { OpenKsock = () => Volatile.Read(ref buses).Open(1) });
        events.Expect<ConnectedEvent>();
        Volatile.Write(ref buses, second);
        first.Dispose();
        Assert.Equal(Errno.ENODEV, Assert.IsType<KbusException>(events.Expect<DisconnectedEvent>().Outcome.Error).Errno);
        events.Expect<ConnectedEvent>();
        using var listener = second.Open(1);
        listener.Bind("$.A", BindingKind.Listener);
        _junction.Open(2).Send(KbusMessage.Announcement("$.A"));
        listener.Receive(_junction.Timeout);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_connection_reset_at_any_moment_of_the_handshake_is_tried_again(int bytes)
    {
        var endpoint = new TcpEndpoint("127.0.0.1", Endpoints.EndpointTests.FreePort());
        using var listener = endpoint.Listen();
        var (_, events) = _junction.Dial(1, endpoint);
        for (var i = 0; i < 3; i++)
        {
            using var peer = listener.Accept(_junction.Timeout);
            peer.Send(((byte[])[.. "HELO"u8, 0, 0, 0, 9])[..bytes]);
            peer.LingerState = new LingerOption(enable: true, 0);
            peer.Dispose();
            events.Expect<RetryingEvent>();
        }
    }

    [Fact]
    public async Task It_can_be_stopped_while_it_waits()
    {
        var (client, events) = _junction.Dial(1, _junction.NewEndpoint(), change: o => o with { FirstRetry = TimeSpan.FromHours(1), LongestRetry = TimeSpan.FromHours(1) });
        events.Expect<RetryingEvent>();
        client.Stop();
        Assert.Equal(LimpetEnd.Stopped, (await client.Completion).End);
    }
}
