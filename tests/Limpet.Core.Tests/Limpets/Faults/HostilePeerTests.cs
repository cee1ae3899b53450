using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>Peers that send whatever they like, beside one that behaves and must not feel it.</summary>
[Collection(FaultCollection.Name)]
public sealed class HostilePeerTests
{
    private const int Seed = 4711;
    private const uint Hostile = 9;
    private const long MemoryLimit = 192L * 1024 * 1024;

    // LIMPET_FAULT_SECONDS makes it longer.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("LIMPET_FAULT_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 3);

    [Fact]
    public Task Random_bytes_end_their_own_connection_alone()
        => ProcessCensus.NothingRemains(() =>
        {
            using var world = new World();
            Attack(world, random =>
            {
                var bytes = new byte[random.Next(1, 5000)];
                random.NextBytes(bytes);
                return random.Next(4) == 0 ? bytes : random.Next(2) == 0 ? [.. Helo, .. bytes] : [.. Helo, .. "subK"u8, .. bytes];
            });
            return Task.CompletedTask;
        });

    [Fact]
    public Task Random_messages_are_each_answered_or_refused_and_harm_nobody()
        => ProcessCensus.NothingRemains(() =>
        {
            using var world = new World();
            Attack(world, random =>
            {
                var bytes = new List<byte>(Helo);
                for (var i = random.Next(1, 60); i > 0; i--)
                {
                    bytes.AddRange(Bytes(RandomMessages.Next(random)));
                }

                if (random.Next(3) == 0)
                {
                    bytes[random.Next(Helo.Length, bytes.Count)] ^= (byte)(1 << random.Next(8));
                }

                return [.. bytes];
            });
            return Task.CompletedTask;
        });

    [Fact]
    public Task Memory_stays_bounded_under_a_peer_that_binds_and_asks_without_end_and_never_reads()
        => ProcessCensus.NothingRemains(() =>
        {
            using var world = new World();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using (var peer = world.Connect())
            {
                peer.Send(Helo);
                world.Events.Expect<ConnectedEvent>(e => e.PeerNetworkId == Hostile);
                var most = 0L;
                for (var i = 0u; i < 400_000 && Send(peer, Burst(i)); i += 100)
                {
                    if (i % 20_000 == 0)
                    {
                        most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                    }
                }

                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                TestContext.Current.SendDiagnosticMessage("A hostile peer made the process hold {0:n0} KiB more.", most / 1024);
                Assert.InRange(most, 0, MemoryLimit);
                world.AskAsUsual();
            }

            world.AskAsUsual();
            return Task.CompletedTask;

            // A binding, and Requests for it, for a replier, and for nobody.
            static byte[] Burst(uint from) =>
            [
                .. Enumerable.Range(0, 25).SelectMany(n => Bytes(Bind($"$.Evil{from + n}.{new string('x', 500)}"))),
                .. Enumerable.Range(0, 75).SelectMany(n => Bytes(new KbusMessage(MessageName.Parse(n % 2 == 0 ? "$.Silent" : "$.Nobody"), new byte[1000])
                {
                    Id = new MessageId(Hostile, from + (uint)n + 1),
                    Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply,
                    From = 5,
                })),
            ];

            // Until it is not read any more.
            static bool Send(Socket peer, ReadOnlySpan<byte> bytes)
            {
                peer.SendTimeout = 2000;
                while (!bytes.IsEmpty)
                {
                    var sent = peer.Send(bytes, SocketFlags.None, out var error);
                    if (error != SocketError.Success)
                    {
                        return false;
                    }

                    bytes = bytes[sent..];
                }

                return true;
            }
        });

    private static byte[] Helo => [.. "HELO"u8, 0, 0, 0, (byte)Hostile];

    private static void Attack(World world, Func<Random, byte[]> next)
    {
        var random = new Random(Seed);
        var start = Stopwatch.GetTimestamp();
        var attacks = 0;
        for (; Stopwatch.GetElapsedTime(start) < Duration; attacks++)
        {
            using var peer = world.Connect();
            world.Ask("$.Evil");
            peer.Send(next(random), SocketFlags.None, out _);
            if (random.Next(2) == 0)
            {
                peer.Shutdown(SocketShutdown.Send);
                Drain(peer);
            }

            if (attacks % 8 == 0)
            {
                world.AskAsUsual();
            }
        }

        Assert.True(attacks > 10, $"There were {attacks} attacks");
        world.AskAsUsual();
        world.ExpectAnswers();
    }

    private static void Drain(Socket peer)
    {
        var buffer = new byte[64 * 1024];
        while (peer.Receive(buffer, SocketFlags.None, out _) > 0)
        {
        }
    }

    private static KbusMessage Bind(string name) => new(MessageName.ReplierBindEvent, new ReplierBindEvent(IsBind: true, 3, MessageName.Parse(name)).ToData(bigEndian: false));

    private static byte[] Bytes(KbusMessage message)
    {
        var bytes = new byte[WireFormat.MessageLength(message)];
        WireWriter.Write(message, bytes);
        return bytes;
    }

    /// <summary>A server with one good peer, who asks and is asked.</summary>
    private sealed class World : IDisposable
    {
        private readonly Junction _junction = new(Duration + Junction.Patience);
        private readonly Endpoint _endpoint;
        private readonly IKsock _asker;
        private readonly IKsock _goodAsker;
        private readonly IKsock _victim;
        private readonly CancellationTokenSource _answering = new();
        private readonly Task[] _answers;
        private readonly HashSet<MessageId> _outstanding = [];
        private int _asked;

        public World()
        {
            _endpoint = _junction.NewEndpoint();
            (_, Events) = _junction.Serve(1, _endpoint, change: o => o with { MessageTimeout = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) });
            var (_, good) = _junction.Dial(3, _endpoint);
            good.Expect<ConnectedEvent>();
            (_asker, _goodAsker, _victim) = (_junction.Open(1), _junction.Open(3), _junction.Open(1));
            _junction.Open(1, replier: "$.Silent").MaxMessages(100);
            _answers = [Answer(_junction.Open(1, replier: "$.Q1")), Answer(_junction.Open(3, replier: "$.Q3"))];
            Assert.True(SpinWait.SpinUntil(() => _asker.FindReplier("$.Q3") != 0 && _goodAsker.FindReplier("$.Q1") != 0, Junction.Patience));
        }

        public EventLog Events { get; }

        public void Dispose()
        {
            _answering.Cancel();
            Task.WaitAll(_answers, Junction.Patience);
            _junction.Dispose();
            _answering.Dispose();
        }

        public Socket Connect() => _endpoint.Connect(Junction.Patience);

        public void AskAsUsual()
        {
            foreach (var (asker, name) in new[] { (_asker, "$.Q3"), (_goodAsker, "$.Q1") })
            {
                var text = $"{++_asked}";
                var id = asker.Send(KbusMessage.Request(name, text));
                var answer = asker.Receive(_junction.Timeout);
                Assert.Equal((id, name, text + "!"), (answer.InReplyTo, answer.Name.Value, Junction.Text(answer)));
            }
        }

        /// <summary>Asks whoever has that name, if anybody.</summary>
        public void Ask(string name)
        {
            if (_victim.TrySend(KbusMessage.Request(name), out var id) == Errno.None)
            {
                _outstanding.Add(id);
            }
        }

        /// <summary>Everything that was asked is answered once, by whomever.</summary>
        public void ExpectAnswers()
        {
            while (_outstanding.Count > 0)
            {
                var answer = _victim.Receive(_junction.Timeout);
                Assert.True(_outstanding.Remove(answer.InReplyTo), $"Nobody awaits {answer}");
            }

            Assert.Null(_victim.TryReceive());
        }

        private Task Answer(IKsock replier)
            => Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        while (true)
                        {
                            var request = replier.Receive(_answering.Token);
                            replier.TrySend(KbusMessage.ReplyTo(request, (byte[])[.. request.Data.Span, (byte)'!']), out _);
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        // Everybody has what they asked for.
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
    }
}
