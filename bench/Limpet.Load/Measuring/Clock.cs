using System.Diagnostics;

namespace Limpet.Load.Measuring;

/// <summary>Nanoseconds of CLOCK_MONOTONIC, which all processes of a machine share, so that one may write when it sent and another read when it got it.</summary>
internal static class Clock
{
    private static readonly long NanosecondsPerTick = 1_000_000_000 / Stopwatch.Frequency;

    public static long Now => Stopwatch.GetTimestamp() * NanosecondsPerTick;

    public static double Seconds(long from, long until) => (until - from) / 1e9;
}
