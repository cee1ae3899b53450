using Limpet.Core.Messages;
using Limpet.Load.Kbus;

namespace Limpet.Load.Targets;

/// <summary>The engine.</summary>
internal static class EngineRows
{
    private const double MessagesASecond = 3_000_000;
    private const double MostLoss = 2;
    private const double Flat = 0.8;

    private static readonly int[] Listeners = [1, 3, 10, 30, 100, 300, 1000];
    private static readonly int[] Bindings = [10, 100, 1000, 10_000, 100_000];

    public static IEnumerable<TargetRow> All =>
    [
        new("engine", "Bus engine, one sender, one listener, 64 B, in process", "3,000,000 a second, no allocation beyond the message", One),
        new("engine-listeners", "The same with 1 to 1,000 listeners", "deliveries a second fall by less than 2x", Growing),
        new("engine-bindings", "The same among 10 to 100,000 bindings", "flat (within 20 %)", Crowded),
    ];

    private static Verdict One(SetRun run)
    {
        var result = run.Decide(Plan(run));
        var own = BytesOfMessage();
        return new Verdict(
            $"{result.PerSecond:N0} a second, {result.AllocatedBytesEach:N0} bytes allocated each (a message has {own:N0})",
            result.PerSecond >= MessagesASecond && result.AllocatedBytesEach < own + 1);
    }

    private static Verdict Growing(SetRun run)
    {
        var results = Listeners.Select(listeners => run.Point(Plan(run) with { Listeners = listeners })).ToList();
        var (first, last) = (results[0].DeliveriesPerSecond, results[^1].DeliveriesPerSecond);
        return new Verdict(
            string.Join(", ", results.Select(result => $"{result.Plan.Listeners:N0}: {result.DeliveriesPerSecond / 1e6:N1} M")) + $" deliveries a second; {first / last:N2}x",
            results.TrueForAll(result => first / result.DeliveriesPerSecond < MostLoss));
    }

    private static Verdict Crowded(SetRun run)
    {
        var alone = run.Point(Plan(run));
        var results = Bindings.Select(bindings => run.Point(Plan(run) with { Bindings = bindings })).Prepend(alone).ToList();
        return new Verdict(
            string.Join(", ", results.Select(result => $"{result.Plan.Bindings:N0}: {result.PerSecond / 1e6:N2} M")) + " a second",
            results.Min(result => result.PerSecond) >= Flat * results.Max(result => result.PerSecond));
    }

    private static LoadPlan Plan(SetRun run) => run.Basis with { Scenario = ScenarioKind.Engine };

    // The copy with its id and sender, which each delivery is of.
    private static long BytesOfMessage()
    {
        var message = new KbusMessage(MessageName.Parse(Names.Announced));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copy = message with { From = 1 };
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(copy);
        return bytes;
    }
}
