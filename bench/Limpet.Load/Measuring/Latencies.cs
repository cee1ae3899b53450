using HdrHistogram;

namespace Limpet.Load.Measuring;

/// <summary>Histograms of nanoseconds, to three digits.</summary>
internal static class Latencies
{
    private const long Longest = 60_000_000_000L;

    public static LongHistogram New() => new(Longest, 3);

    /// <summary>Records what took that long; over a minute counts as a minute.</summary>
    public static void Record(this HistogramBase latencies, long nanoseconds) => latencies.RecordValue(Math.Clamp(nanoseconds, 0, Longest));

    /// <summary>What is told of them; null where there are none.</summary>
    public static LatencySummary? Summary(this HistogramBase latencies)
    {
        return latencies.TotalCount == 0
            ? null
            : new LatencySummary(latencies.TotalCount, At(50), At(90), At(99), At(99.9), At(100));

        double At(double percentile) => latencies.GetValueAtPercentile(percentile) / 1000.0;
    }
}
