using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>What came.</summary>
/// <param name="Received">Messages or answers.</param>
/// <param name="OutOfOrder">Messages that came before an earlier one of the same sender; answers that were none.</param>
/// <param name="Last">When the last came.</param>
/// <param name="Latency">How long they took.</param>
internal sealed record Arrived(long Received, long OutOfOrder, long Last, LatencySummary? Latency);
