using CsCheck;
using Limpet.Core.Bus;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Limpets.Rules.Simulation;

/// <summary>
/// Buses, programs on them and Limpets between them, without a socket or a thread: what happens next is chosen at random, by a seed, among all that could.
/// What is sent one way over one link stays in its order.
/// </summary>
internal sealed class SimulatedNetwork(uint seed)
{
    private const uint MostMicroseconds = 20;
    private const int MostSteps = 300_000;

    private readonly PCG _random = new(1, seed);
    private readonly List<SimulatedProgram> _programs = [];
    private readonly List<Action> _could = [];
    private TimeSpan _now = TimeSpan.FromDays(1);

    public List<SimulatedLimpet> Limpets { get; } = [];

    public int Next(int below) => (int)_random.Next((uint)below);

    public static BusDevice NewBus() => new(0, MemoryLayout.Bits64);

    public SimulatedProgram Open(BusDevice bus, string name, string? listen = null, string? replier = null)
    {
        var program = new SimulatedProgram(bus, name, listen, replier);
        _programs.Add(program);
        return program;
    }

    public void Join(
        (BusDevice Bus, uint Network) a, (BusDevice Bus, uint Network) b, Func<LimpetRulesOptions, LimpetRulesOptions>? changeA = null, Func<LimpetRulesOptions, LimpetRulesOptions>? changeB = null)
    {
        var (one, other) = SimulatedLimpet.Join(a, b, changeA, changeB);
        Limpets.AddRange(one, other);
    }

    /// <summary>Does some of what could happen.</summary>
    public void Run(int steps)
    {
        while (steps > 0 && TryStep())
        {
            steps--;
        }
    }

    /// <summary>Does all that could happen; time passes for what waits to be bound.</summary>
    public void RunToRest()
    {
        var steps = 0;
        while (true)
        {
            while (TryStep())
            {
                Assert.True(++steps < MostSteps, $"It has not come to rest after {MostSteps} steps.");
            }

            var waiting = Limpets.Where(l => l.HasBindingsWaiting).ToList();
            if (waiting.Count == 0)
            {
                return;
            }

            Assert.True(++steps < MostSteps, "Bindings wait for ever.");
            _now += TimeSpan.FromMilliseconds(100);
            waiting.ForEach(l => l.RetryBindings(_now));
        }
    }

    private bool TryStep()
    {
        _could.Clear();
        foreach (var limpet in Limpets)
        {
            if (limpet.HasSomethingToRead)
            {
                _could.Add(() => limpet.Read(_now));
            }

            if (limpet.HasSomethingArriving)
            {
                _could.Add(() => limpet.TakeArrived(_now));
            }
        }

        foreach (var program in _programs)
        {
            if (program.HasSomethingToRead)
            {
                _could.Add(program.Read);
            }
        }

        if (_could.Count == 0)
        {
            return false;
        }

        _now += TimeSpan.FromMicroseconds(_random.Next(MostMicroseconds));
        _could[Next(_could.Count)]();
        return true;
    }
}
