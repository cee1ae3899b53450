using System.Diagnostics;
using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Peers that are slow, and peers that are too fast.</summary>
public sealed class TimeLimitTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public void A_message_that_has_begun_and_does_not_end_ends_the_link()
    {
        var (service, events, peer) = Meet(o => o with { MessageTimeout = Short });
        peer.Send(Bytes(KbusMessage.Announcement("$.A", "hello")).AsSpan(0, 70));
        var outcome = events.Expect<DisconnectedEvent>().Outcome;
        Assert.Contains("has begun and not ended within 0.2 s; 70 of its bytes have come", Assert.IsType<LimpetTimeoutException>(outcome.Error).Message, StringComparison.Ordinal);
        Assert.Equal(LimpetState.Listening, service.State);
    }

    [Fact]
    public async Task One_that_drips_is_given_no_more_time_than_one_that_stops()
    {
        var (_, events, peer) = Meet(o => o with { MessageTimeout = Short });
        var bytes = Bytes(KbusMessage.Announcement("$.A", new string('x', 400_000)));
        var dripping = Task.Run(() =>
        {
            foreach (var b in bytes)
            {
                peer.Send([b], SocketFlags.None, out var error);
                if (error != SocketError.Success)
                {
                    return;
                }
            }
        });
        Assert.IsType<LimpetTimeoutException>(events.Expect<DisconnectedEvent>().Outcome.Error);
        await dripping.WaitAsync(Patience);
    }

    [Fact]
    public void A_silent_peer_between_messages_may_be_silent()
    {
        var (_, events, peer) = Meet(o => o with { MessageTimeout = TimeSpan.FromMilliseconds(1) });
        var listener = _junction.Open(2, "$.A");
        for (var i = 0; i < 300; i++)
        {
            peer.Send(Bytes(KbusMessage.Announcement("$.A") with { Id = new MessageId(1, (uint)i + 1) }));
            listener.Receive(_junction.Timeout);
        }

        Assert.Equal(0, events.Count<DisconnectedEvent>());
    }

    [Fact]
    public void A_peer_that_takes_nothing_is_dropped_and_what_it_did_not_get_is_counted_and_answered()
    {
        var (service, events, peer) = Meet(o => o with { StallTimeout = TimeSpan.FromSeconds(1), SendBuffer = 64 * 1024 });
        peer.Send(Bytes(BindEvent("$.Q")));
        events.Expect<ReplierBoundEvent>();
        var (other, otherEvents) = _junction.Dial(3, Core.Limpets.Endpoints.Endpoint.Parse(service.Endpoint));
        otherEvents.Expect<ConnectedEvent>();
        var healthy = _junction.Open(3, "$.Big");

        var sender = _junction.Open(2);
        for (var i = 0; i < 1000; i++)
        {
            sender.Send(KbusMessage.Announcement("$.Big", new string('x', 10_000)));
            if (i == 100)
            {
                // More has been said than any buffer holds, and the peer's time has hardly begun: once it is over there is no replier any more.
                sender.Send(KbusMessage.Request("$.Q"));
            }
        }

        Assert.IsType<LimpetTimeoutException>(events.Expect<DisconnectedEvent>().Outcome.Error);
        Assert.StartsWith("$.KBUS.Replier.", sender.Receive(_junction.Timeout).Name.Value, StringComparison.Ordinal);
        Assert.InRange(service.Counters.Undelivered, 100, 1001);

        // Nobody else was held up.
        for (var i = 0; i < 1000; i++)
        {
            healthy.Receive(_junction.Timeout);
        }

        Assert.Equal(LimpetState.Connected, other.State);
    }

    [Fact]
    public async Task A_peer_that_sends_too_fast_is_held_up_and_loses_nothing()
    {
        var (_, events, peer) = Meet(o => o with { RateLimit = 1000 });
        var listener = _junction.Open(2, "$.A");
        var began = Stopwatch.GetTimestamp();
        var sending = Task.Run(() =>
        {
            for (var i = 1; i <= 1300; i++)
            {
                peer.Send(Bytes(KbusMessage.Announcement("$.A") with { Id = new MessageId(1, (uint)i) }));
            }
        });
        for (var i = 1; i <= 1300; i++)
        {
            Assert.Equal((uint)i, listener.Receive(_junction.Timeout).Id.Serial);
        }

        // A thousand at once, and the others no sooner than they may come.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.29), Patience);
        Assert.Equal(1000, events.Expect<HeldUpEvent>().MessagesPerSecond);
        Assert.Equal(0, events.Count<HeldUpEvent>());
        await sending.WaitAsync(Patience);
    }

    private (LimpetService Service, EventLog Events, Socket Peer) Meet(Func<LimpetOptions, LimpetOptions> change)
    {
        var endpoint = _junction.NewEndpoint();
        var (service, events) = _junction.Serve(2, endpoint, change: change);
        var peer = endpoint.Connect(Patience);
        peer.Send([.. "HELO"u8, 0, 0, 0, 1]);
        events.Expect<ConnectedEvent>();
        return (service, events, peer);
    }
}
