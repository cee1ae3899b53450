using Limpet.Load.Measuring;
using Limpet.Load.Memory;
using Limpet.Load.Targets;

namespace Limpet.Load.Charts;

/// <summary>The curves of a run of the set.</summary>
internal static class GrowthCurves
{
    private const double Mebi = 1024 * 1024;
    private const double Million = 1e6;

    /// <summary>Those that the rows of the run have points for.</summary>
    public static IReadOnlyList<Chart> Of(RunResult run)
    {
        Chart[] charts =
        [
            new("listeners.svg", "Bus engine: deliveries over listeners", "listeners", "million deliveries a second", [Line("deliveries", "engine-listeners", r => r.Plan.Listeners, r => r.DeliveriesPerSecond / Million)]),
            new("bindings.svg", "Bus engine: messages over bindings of which one matches", "bindings", "million messages a second", [Line("messages", "engine-bindings", r => r.Plan.Bindings + 1, r => r.PerSecond / Million)]),
            new("sizes.svg", "Pair over a Unix socket: throughput over data size", "bytes of data", "messages a second", [Line("messages", "sizes", r => r.Plan.Size, r => r.PerSecond)]) { IsLogarithmicUp = true },
            new("buses.svg", "Buses in a row: latency at 1,000 messages a second", "buses", "microseconds", [.. Latencies("chain", r => r.Plan.Buses, r => r.Plan.Rate > 0)]) { IsLinear = true },
            new("rates.svg", "Pair over a Unix socket: latency over rate", "messages a second", "microseconds", [.. Latencies("rates", r => r.Plan.Rate, _ => true)]) { IsLogarithmicUp = true },
            new("memory.svg", "Pair: memory over messages passed, once collected", "messages", "MiB", Memory()),
        ];
        return [.. charts.Where(chart => chart.HasPoints)];

        IEnumerable<Series> Latencies(string row, Func<LoadResult, double> x, Func<LoadResult, bool> counts) =>
        [
            Line("p50", row, x, r => r.Latency!.P50, counts),
            Line("p99", row, x, r => r.Latency!.P99, counts),
        ];

        Series Line(string name, string row, Func<LoadResult, double> x, Func<LoadResult, double> y, Func<LoadResult, bool>? counts = null) => new(
            name,
            [.. run.Rows.Where(r => string.Equals(r.Id, row, StringComparison.Ordinal)).SelectMany(r => r.Traffic()).Where(counts ?? (static _ => true)).Select(r => (x(r), y(r))).OrderBy(point => point.Item1)]);

        IReadOnlyList<Series> Memory() =>
        [
            .. run.Rows.SelectMany(row => row.Outcomes).OfType<MemoryOutcome>()
                .SelectMany(outcome => outcome.Steps.SelectMany(step => step.Processes.Select(process => (process.Name, X: (double)step.Messages, Y: process.Memory.Collected / Mebi))))
                .GroupBy(point => point.Name, StringComparer.Ordinal)
                .Select(points => new Series(points.Key, [.. points.Select(point => (point.X, point.Y))])),
        ];
    }
}
