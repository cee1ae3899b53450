namespace Limpet.PowerShell.Measuring;

/// <summary>How many messages arrived in what time, with many under way.</summary>
/// <param name="Count">Messages that arrived.</param>
/// <param name="Lost">Messages that were sent and did not.</param>
/// <param name="Duration">From the first being sent to the last arriving.</param>
internal readonly record struct Throughput(long Count, long Lost, TimeSpan Duration);
