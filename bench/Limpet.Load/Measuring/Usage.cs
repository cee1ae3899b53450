namespace Limpet.Load.Measuring;

/// <summary>What a process has used since it began.</summary>
/// <param name="ProcessorSeconds">Processor time, user and system.</param>
/// <param name="AllocatedBytes">Bytes that .NET allocated; null of a program that is none of .NET.</param>
internal readonly record struct Usage(double ProcessorSeconds, long? AllocatedBytes)
{
    /// <summary>Of this process.</summary>
    public static Usage Now() => new(Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true));

    public static Usage operator -(Usage later, Usage earlier)
        => new(later.ProcessorSeconds - earlier.ProcessorSeconds, later.AllocatedBytes - earlier.AllocatedBytes);
}
