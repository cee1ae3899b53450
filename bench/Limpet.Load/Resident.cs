using System.Globalization;

namespace Limpet.Load;

/// <summary>What the kernel says a process has in memory (VmRSS).</summary>
internal static class Resident
{
    public static long Bytes(string process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
