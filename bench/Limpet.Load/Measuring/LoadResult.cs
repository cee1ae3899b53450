namespace Limpet.Load.Measuring;

/// <summary>What one scenario gave.</summary>
/// <param name="What">What was measured, for people.</param>
/// <param name="Plan">How.</param>
/// <param name="Sent">Messages, or Requests, that were sent.</param>
/// <param name="Expected">Deliveries that were to come of them, or answers.</param>
/// <param name="Received">Those that came.</param>
/// <param name="OutOfOrder">Those that came before an earlier one of the same sender, and Requests answered by a Status.</param>
/// <param name="Seconds">From the first sent to the last received.</param>
/// <param name="Latency">One way for messages, there and back for Requests; null where the data has no room for the time it was sent.</param>
/// <param name="Lateness">With a rate: how late the load generator itself was, which is in <paramref name="Latency"/> too.</param>
/// <param name="Processes">Those that took part.</param>
internal sealed record LoadResult(
    string What,
    LoadPlan Plan,
    long Sent,
    long Expected,
    long Received,
    long OutOfOrder,
    double Seconds,
    LatencySummary? Latency,
    LatencySummary? Lateness,
    IReadOnlyList<ProcessReport> Processes)
{
    /// <summary>Messages, or Requests answered, a second; with several listeners each message counts once.</summary>
    public double PerSecond => Sent == 0 ? 0 : Received / (double)Expected * Sent / Seconds;

    /// <summary>Deliveries a second.</summary>
    public double DeliveriesPerSecond => Received / Seconds;

    /// <summary>What was to come and did not.</summary>
    public long Lost => Expected - Received;

    /// <summary>Processor time of all processes together for one message, or for one Request and its answer.</summary>
    public double ProcessorMicrosecondsEach => Processes.Sum(process => process.ProcessorSeconds) * 1e6 / Math.Max(1, Sent);

    /// <summary>Bytes that .NET allocated in all processes together for one; null where none is of .NET.</summary>
    public double? AllocatedBytesEach => Processes.Any(process => process.AllocatedBytes is not null)
        ? Processes.Sum(process => process.AllocatedBytes ?? 0) / (double)Math.Max(1, Sent)
        : null;

    /// <summary>Whether all came, in order.</summary>
    public bool IsSound => Lost == 0 && OutOfOrder == 0;
}
