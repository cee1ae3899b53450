namespace Limpet.Load.Measuring;

/// <summary>Percentiles of latencies, in microseconds.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50">Half took no longer.</param>
/// <param name="P90">Nine in ten took no longer.</param>
/// <param name="P99">99 in a hundred.</param>
/// <param name="P999">999 in a thousand.</param>
/// <param name="Max">The longest.</param>
internal sealed record LatencySummary(long Count, double P50, double P90, double P99, double P999, double Max);
