using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Tests.Hosting;
using Limpet.Core.Tests.Limpets.Faults;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>What a Limpet holds of the system after many peers have come and gone: no more than before.</summary>
[Collection(FaultCollection.Name)]
public sealed class LeftoverTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Fact]
    public void Those_who_are_refused_leave_no_descriptor_behind()
    {
        var endpoint = _junction.NewEndpoint();
        var (_, events) = _junction.Serve(100, endpoint, change: o => o with { MaxPeers = 1 });
        _junction.Dial(1, endpoint);
        events.Expect<ConnectedEvent>();
        Refuse(10);
        var before = OpenDescriptors.All();
        Refuse(100);
        Assert.InRange(OpenDescriptors.All(), 0, before);

        void Refuse(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using (var socket = LimpetSocket.Connect(endpoint, 50, Patience))
                {
                    Assert.Throws<TurnedAwayException>(() => socket.Receive(_junction.Timeout));
                }

                // Whoever is refused is given a second to hear why; it has closed.
                events.Expect<PeerRefusedEvent>();
            }
        }
    }

    [Fact]
    public void Five_hundred_reconnections_in_a_row_leave_nothing_behind()
    {
        var endpoint = _junction.NewEndpoint();
        using var listener = endpoint.Listen();
        var (client, events) = _junction.Dial(1, endpoint, change: o => o with { LongestRetry = TimeSpan.FromMilliseconds(1) });
        for (var i = 0; i < 20; i++)
        {
            _junction.MeetAndPart(listener, events, says: true);
        }

        var before = OpenDescriptors.All();
        for (var i = 0; i < 480; i++)
        {
            _junction.MeetAndPart(listener, events, says: true);
        }

        events.Expect<RetryingEvent>();
        client.Stop();
        Assert.InRange(OpenDescriptors.All(), 0, before);
        Assert.Equal(500, client.Counters.In);
    }
}
