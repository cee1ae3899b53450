namespace Limpet.Load.Roles;

/// <summary>What a process has in memory, in bytes.</summary>
/// <param name="Resident">What it has as it is (VmRSS).</param>
/// <param name="Collected">What it has once the collector has given back all it can.</param>
/// <param name="Live">What .NET's objects take then.</param>
internal sealed record MemoryNow(long Resident, long Collected, long Live)
{
    /// <summary>Of this process.</summary>
    public static MemoryNow Measure()
    {
        var resident = Measuring.ProcessMemory.Resident(Environment.ProcessId);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new MemoryNow(resident, Measuring.ProcessMemory.Resident(Environment.ProcessId), GC.GetTotalMemory(forceFullCollection: false));
    }
}
