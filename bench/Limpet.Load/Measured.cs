namespace Limpet.Load;

/// <summary>What one throughput scenario gave.</summary>
/// <param name="PerSecond">Messages a second.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="BytesAllocated">Bytes allocated a message in the measuring process.</param>
internal sealed record Measured(double PerSecond, TimeSpan Elapsed, double BytesAllocated);
