using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Trees;

/// <summary>Buses that were joined to a ring by mistake.</summary>
public sealed class RingTests : IDisposable
{
    private const int Each = 20;

    private readonly Junction _junction = new();
    private readonly List<(LimpetService Service, EventLog Events)> _limpets = [];

    public void Dispose() => _junction.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_ring_is_told_of_with_both_network_ids_costs_two_deliveries_more_at_the_most_and_comes_to_rest(int buses)
    {
        var listeners = Enumerable.Range(1, buses).Select(bus => _junction.Open(bus, "$.News")).ToList();
        CloseRing(buses);
        foreach (var i in Enumerable.Range(0, Each))
        {
            for (var bus = 1; bus <= buses; bus++)
            {
                _junction.Open(bus).Send(KbusMessage.Announcement("$.News", $"{bus}:{i}"));
            }
        }

        AwaitRest();
        var copies = listeners.Select(l => HearAll(l).CountBy(t => t).ToDictionary()).ToList();
        Assert.All(copies, heard => Assert.Equal(buses * Each, heard.Count));
        Assert.All(copies[0].Keys, text => Assert.InRange(copies.Sum(heard => heard[text]), buses, buses + 2));
        ExpectReports(buses);
    }

    [Fact]
    public void Requests_in_a_ring_are_answered_once_each()
    {
        var replier = _junction.Open(1, replier: "$.Q");
        CloseRing(4);
        var askers = Enumerable.Range(1, 4).Select(bus => _junction.Open(bus)).ToList();
        Assert.True(SpinWait.SpinUntil(() => askers.All(a => a.FindReplier("$.Q") != 0), Junction.Patience));
        AwaitRest();
        _ = _junction.Answer(replier, 4 * Each);
        foreach (var asker in askers)
        {
            for (var i = 0; i < Each; i++)
            {
                var id = asker.Send(KbusMessage.Request("$.Q", $"{i}"));
                var reply = asker.Receive(_junction.Timeout);
                Assert.Equal((id, $"{i}!"), (reply.InReplyTo, Junction.Text(reply)));
            }
        }

        AwaitRest();
        Assert.All(askers, asker => Assert.Null(asker.TryReceive()));
        Assert.Null(replier.TryReceive());
    }

    private void CloseRing(int buses)
    {
        var endpoints = Enumerable.Range(1, buses).Select(_ => _junction.NewEndpoint()).ToList();
        for (var bus = 1; bus <= buses; bus++)
        {
            _limpets.Add(_junction.Serve(bus, endpoints[bus - 1]));
        }

        for (var bus = 1; bus <= buses; bus++)
        {
            var limpet = _junction.Dial(bus, endpoints[bus % buses]);
            _limpets.Add(limpet);
            limpet.Events.Expect<ConnectedEvent>();
        }

        foreach (var (_, events) in _limpets.Take(buses))
        {
            events.Expect<ConnectedEvent>();
        }
    }

    // Everything sent over a link has come at its other end, and nothing more is sent for a while.
    private void AwaitRest()
    {
        var (before, looks) = (-1L, 0);
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    var (incoming, outgoing) = (_limpets.Sum(l => l.Service.Counters.In), _limpets.Sum(l => l.Service.Counters.Out));
                    looks = incoming == outgoing && outgoing == before ? looks + 1 : 0;
                    before = outgoing;
                    _junction.Timeout.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
                    return looks == 10;
                },
                Junction.Patience),
            "The ring does not come to rest.");
    }

    private void ExpectReports(int buses)
    {
        var reports = _limpets.SelectMany(l => l.Events.All<LoopDetectedEvent>()).ToList();
        Assert.NotEmpty(reports);
        Assert.All(reports, r => Assert.Contains((int)r.PeerNetworkId - (int)r.NetworkId, (int[])[1, -1, buses - 1, 1 - buses]));
        Assert.Contains(_limpets, l => l.Service.Counters.Loops > 0);
    }

    private static List<string> HearAll(IKsock listener)
    {
        var heard = new List<string>();
        while (listener.TryReceive() is { } message)
        {
            heard.Add(Junction.Text(message));
        }

        return heard;
    }
}
