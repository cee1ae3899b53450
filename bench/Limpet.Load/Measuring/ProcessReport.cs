namespace Limpet.Load.Measuring;

/// <summary>One process that took part.</summary>
/// <param name="Name">What it did.</param>
/// <param name="ProcessorSeconds">Processor time while it was measured, user and system.</param>
/// <param name="AllocatedBytes">Bytes that .NET allocated in that time; null of a program that is none of .NET.</param>
/// <param name="PeakBytes">The most memory it ever had (VmHWM), warming up included; null where nobody asked in time.</param>
internal sealed record ProcessReport(string Name, double ProcessorSeconds, long? AllocatedBytes, long? PeakBytes);
