using Limpet.Load.Measuring;
using Limpet.Load.Programs;

namespace Limpet.Load.Targets;

/// <summary>The same work done by others, in words, with ours as a multiple of theirs.</summary>
internal static class Beside
{
    private static readonly (SystemKind System, string Name)[] Others = [(SystemKind.Nats, "NATS leaf node"), (SystemKind.Mosquitto, "mosquitto bridge")];

    /// <summary>Messages a second.</summary>
    public static string Throughput(SetRun run, LoadResult ours, bool decides = false) => Each(ours.Plan, plan =>
    {
        var theirs = decides ? run.Decide(plan) : run.Point(plan);
        var lost = theirs.Lost > 0 ? $", {100.0 * theirs.Lost / theirs.Expected:N1} % lost" : "";
        return $"{theirs.PerSecond:N0} a second at {theirs.ProcessorMicrosecondsEach:N2} us{lost} (ours {ours.PerSecond / theirs.PerSecond:N2}x)";
    });

    /// <summary>How long Requests take.</summary>
    public static string Latency(SetRun run, LoadResult ours) => Each(ours.Plan, plan =>
    {
        var theirs = run.DecideByLatency(plan);
        return $"p50 {theirs.Latency!.P50:N1} us, p99 {theirs.Latency.P99:N1} us (ours {ours.Latency!.P50 / theirs.Latency.P50:N2}x, {ours.Latency.P99 / theirs.Latency.P99:N2}x)";
    });

    private static string Each(LoadPlan plan, Func<LoadPlan, string> measure)
    {
        return string.Join("; ", Others.Select(other => $"{(plan.Scenario == ScenarioKind.Bus ? other.Name.Split(' ')[0] : other.Name)} {Measured(other.System)}"));

        string Measured(SystemKind system)
        {
            try
            {
                return measure(plan with { System = system, Transport = TransportKind.Unix, Buses = plan.Scenario == ScenarioKind.Bus ? 1 : 2, Host = BusHostKind.Sender });
            }
            catch (NotInstalledException e)
            {
                return $"not measured: {e.Message}";
            }
        }
    }
}
