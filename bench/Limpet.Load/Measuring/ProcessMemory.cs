using System.Globalization;

namespace Limpet.Load.Measuring;

/// <summary>What the kernel says a process has in memory, in bytes.</summary>
internal static class ProcessMemory
{
    /// <summary>Now (VmRSS).</summary>
    public static long Resident(int process) => Read(process, "VmRSS:");

    /// <summary>At the most so far (VmHWM).</summary>
    public static long Peak(int process) => Read(process, "VmHWM:");

    private static long Read(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
