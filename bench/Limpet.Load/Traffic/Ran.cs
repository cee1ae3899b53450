using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>What an <see cref="IActiveJob"/> did.</summary>
/// <param name="Sent">Messages or Requests sent.</param>
/// <param name="First">When the first was.</param>
/// <param name="Lateness">How late each was, where there was a rate.</param>
/// <param name="Arrived">What came of them, where the sender knows it itself.</param>
internal sealed record Ran(long Sent, long First, LatencySummary? Lateness, Arrived? Arrived = null);
