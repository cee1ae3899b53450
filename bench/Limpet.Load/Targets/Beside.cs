using Limpet.Load.Measuring;
using Limpet.Load.Programs;

namespace Limpet.Load.Targets;

/// <summary>The same work done by others, in words, with ours as a multiple of theirs.</summary>
internal static class Beside
{
    private static readonly (SystemKind System, string Name, string Joined)[] Others = [(SystemKind.Nats, "NATS", "NATS leaf node"), (SystemKind.Mosquitto, "mosquitto", "mosquitto bridge")];

    /// <summary>Messages a second.</summary>
    public static string Throughput(SetRun run, LoadResult ours, bool decides = false) => Each(ours.Plan, plan => decides ? run.Decide(plan) : run.Point(plan), theirs =>
    {
        var lost = theirs.Lost > 0 ? $", {100.0 * theirs.Lost / theirs.Expected:N1} % lost" : "";
        return $"{theirs.PerSecond:N0} a second at {theirs.ProcessorMicrosecondsEach:N2} us{lost} (ours {ours.PerSecond / theirs.PerSecond:N2}x)";
    });

    /// <summary>How long Requests take.</summary>
    public static string Latency(SetRun run, LoadResult ours) => Each(
        ours.Plan,
        run.DecideByLatency,
        theirs => $"p50 {theirs.Latency!.P50:N1} us, p99 {theirs.Latency.P99:N1} us (ours {ours.Latency!.P50 / theirs.Latency.P50:N2}x, {ours.Latency.P99 / theirs.Latency.P99:N2}x)");

    /// <summary>What the C program does of the same bytes.</summary>
    public static string Floor(SetRun run, LoadPlan plan)
    {
        var (floor, missing) = Attempt(() => run.Point(plan with { System = SystemKind.Floor }));
        return $"floor {(floor is null ? missing : $"{floor.PerSecond:N0} a second")}";
    }

    /// <summary>Measures it, or says why it cannot be.</summary>
    public static (LoadResult? Result, string Missing) Attempt(Func<LoadResult> measure)
    {
        try
        {
            return (measure(), "");
        }
        catch (NotInstalledException e)
        {
            return (null, $"not measured: {e.Message}");
        }
    }

    private static string Each(LoadPlan plan, Func<LoadPlan, LoadResult> measure, Func<LoadResult, string> tell) => string.Join("; ", Others.Select(other =>
    {
        var isOne = plan.Scenario == ScenarioKind.Bus;
        var (theirs, missing) = Attempt(() => measure(plan with { System = other.System, Transport = TransportKind.Unix, Buses = isOne ? 1 : 2, Host = BusHostKind.Sender }));
        return $"{(isOne ? other.Name : other.Joined)} {(theirs is null ? missing : tell(theirs))}";
    }));
}
