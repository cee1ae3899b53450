using System.Diagnostics;
using HdrHistogram;

namespace Limpet.Load;

/// <summary>Histograms of nanoseconds, up to ten seconds, to three digits.</summary>
internal static class Latencies
{
    private const double NanosecondsPerTick = 1e9 / TimeSpan.TicksPerSecond;

    public static HistogramBase New() => new LongHistogram(10_000_000_000L, 3);

    public static long Nanoseconds(long started) => (long)(Stopwatch.GetElapsedTime(started).Ticks * NanosecondsPerTick);

    public static double Microseconds(this HistogramBase latencies, double percentile) => latencies.GetValueAtPercentile(percentile) / 1000.0;
}
