using CsCheck;
using Limpet.Core.Bus;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules.Simulation;

/// <summary>Many buses, joined at random: what each listener hears, how Requests are answered, and whether it all comes to rest.</summary>
public sealed class NetworkTests
{
    private const int MostExtra = 2;
    private const int Times = 60;

    private static readonly Gen<(int Buses, uint Seed)> Network = Gen.Select(Gen.Int[3, 10], Gen.UInt);

    [Fact]
    public void In_any_tree_each_listener_hears_everything_once_and_every_request_is_answered_once()
        => Samples.Check(
            Network,
            Times,
            sample =>
            {
                var graph = new Graph(sample.Buses, sample.Seed);
                graph.JoinAsTree();
                graph.BindRepliers();
                var said = graph.SayAndAskEverything();
                graph.AssertHeard(said, least: 1, most: 1);
                graph.AssertAnswered(byRepliers: true);
                graph.AskAgain();
                graph.AssertAnswered(byRepliers: true);
                Assert.DoesNotContain(graph.Network.Limpets, l => l.LoopsTold > 0 || l.Dropped.Exists(d => d.Reason is DropReason.Loop or DropReason.FromPair or DropReason.RepeatedRequest));
            });

    [Fact]
    public void A_link_that_closes_a_ring_costs_two_more_deliveries_at_the_most_and_it_comes_to_rest()
    {
        var (extra, told) = (0, 0);
        Samples.Check(
            Network,
            Times,
            sample =>
            {
                var graph = new Graph(sample.Buses, sample.Seed);
                graph.JoinAsTree();
                graph.CloseRing();
                graph.BindRepliers();
                var said = graph.SayAndAskEverything();
                extra = Math.Max(extra, graph.AssertHeard(said, least: 1, most: 1 + MostExtra));
                graph.AssertAnswered(byRepliers: false);
                told += graph.Network.Limpets.Sum(l => l.LoopsTold);
                graph.CloseRepliers();
            });

        // Otherwise there was hardly a ring.
        Assert.True(extra > 0 && told > 0, $"{extra} more deliveries at the most, and {told} times told of a loop");
    }

    [Fact]
    public void A_ring_is_told_of_by_a_link_of_it_also_where_the_message_comes_from_outside()
    {
        var network = new SimulatedNetwork(seed: 1);
        var buses = Enumerable.Range(1, 4).Select(i => (Bus: SimulatedNetwork.NewBus(), Network: (uint)i)).ToArray();
        network.Join(buses[0], buses[1]);
        network.Join(buses[1], buses[2]);
        network.Join(buses[2], buses[3]);
        network.Join(buses[3], buses[1]);
        var listeners = buses.Select(b => network.Open(b.Bus, "listener", listen: "$.News")).ToList();
        network.Open(buses[0].Bus, "outside").Send(KbusMessage.Announcement("$.News", "once"));
        network.RunToRest();
        Assert.Equal(1, listeners[0].TimesHeard("once"));
        Assert.Equal(1, listeners[1].TimesHeard("once"));
        Assert.All(listeners.Skip(2), l => Assert.InRange(l.TimesHeard("once"), 1, 2));
        Assert.InRange(network.Limpets.Sum(l => l.LoopsTold), 1, 4);
    }

    /// <summary>A graph of buses with a listener, an asker and perhaps a replier on each.</summary>
    private sealed class Graph
    {
        private readonly BusDevice[] _buses;
        private readonly bool _idPerLink;
        private readonly List<SimulatedProgram> _listeners;
        private readonly List<SimulatedProgram> _askers;
        private readonly List<(string Name, SimulatedProgram Program)> _repliers = [];
        private readonly List<(SimulatedProgram Asker, MessageId Id, string Replier, string Text)> _asked = [];
        private uint _lastId;

        public Graph(int buses, uint seed)
        {
            Network = new SimulatedNetwork(seed);
            _buses = [.. Enumerable.Range(0, buses).Select(_ => SimulatedNetwork.NewBus())];

            // Either a bus has one network id at all its links, or another at each.
            _idPerLink = Network.Next(3) == 0;
            _listeners = [.. _buses.Select((b, i) => Network.Open(b, $"listener {i}", listen: "$.*"))];
            _askers = [.. _buses.Select((b, i) => Network.Open(b, $"asker {i}"))];
        }

        public SimulatedNetwork Network { get; }

        public void JoinAsTree()
        {
            for (var i = 1; i < _buses.Length; i++)
            {
                Join(Network.Next(i), i);
            }
        }

        public void CloseRing()
        {
            var a = Network.Next(_buses.Length);
            Join(a, (a + 1 + Network.Next(_buses.Length - 1)) % _buses.Length);
        }

        public void BindRepliers()
        {
            Network.Run(Network.Next(200));
            for (var i = 0; i < 3; i++)
            {
                var name = $"$.Replier.R{i}";
                _repliers.Add((name, Network.Open(_buses[Network.Next(_buses.Length)], name, replier: name)));
                Network.Run(Network.Next(50));
            }

            Network.RunToRest();
            Assert.All(_askers, a => Assert.All(_repliers, r => Assert.True(a.Knows(r.Name))));
        }

        /// <summary>From each bus two announcements and a Request for each replier, while things happen.</summary>
        public List<string> SayAndAskEverything()
        {
            var said = new List<string>();
            for (var i = 0; i < 2 * _buses.Length; i++)
            {
                var asker = _askers[i % _buses.Length];
                said.Add($"announcement {i}");
                asker.Send(KbusMessage.Announcement("$.News", said[^1]));
                Network.Run(Network.Next(30));
            }

            foreach (var (name, _) in _repliers)
            {
                foreach (var asker in _askers)
                {
                    said.Add($"request {said.Count}");
                    Ask(asker, name, KbusMessage.Request(name, said[^1]));
                    Network.Run(Network.Next(30));
                }
            }

            Network.RunToRest();
            return said;
        }

        /// <summary>A Stateful Request to whoever answered each of the Requests.</summary>
        public void AskAgain()
        {
            foreach (var (asker, id, name, _) in _asked.ToList())
            {
                var reply = asker.Replies.Single(r => r.InReplyTo == id);
                Ask(asker, name, KbusMessage.StatefulRequest(MessageName.Parse(name), reply, System.Text.Encoding.UTF8.GetBytes($"again {_asked.Count}")));
                Network.Run(Network.Next(10));
            }

            Network.RunToRest();
        }

        /// <returns>How many more deliveries than one there were at the most.</returns>
        public int AssertHeard(List<string> said, int least, int most)
        {
            var times = said.SelectMany(s => _listeners.Select(l => l.TimesHeard(s))).ToList();
            Assert.All(times, t => Assert.InRange(t, least, most));
            return times.Max() - 1;
        }

        public void AssertAnswered(bool byRepliers)
        {
            foreach (var (asker, id, name, text) in _asked)
            {
                var reply = Assert.Single(asker.Replies, r => r.InReplyTo == id);
                if (byRepliers)
                {
                    Assert.Equal($"{name}: {text}", SimulatedProgram.Text(reply));
                }
            }

            Assert.All(_repliers, r => Assert.All(
                r.Program.Heard.Where(m => m.WantsYouToReply).GroupBy(SimulatedProgram.Text), g => Assert.Single(g)));
            Assert.All(Network.Limpets, l => Assert.Equal(0, l.RequestsOutstanding));
        }

        public void CloseRepliers()
        {
            _repliers.ForEach(r => r.Program.Close());
            Network.RunToRest();
        }

        private void Ask(SimulatedProgram asker, string name, KbusMessage request) => _asked.Add((asker, asker.Send(request), name, SimulatedProgram.Text(request)));

        private void Join(int a, int b) => Network.Join((_buses[a], IdOf(a)), (_buses[b], IdOf(b)));

        private uint IdOf(int bus) => _idPerLink ? 100 + ++_lastId : (uint)bus + 1;
    }
}
