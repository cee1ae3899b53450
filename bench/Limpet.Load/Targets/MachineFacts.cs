using System.Runtime.InteropServices;
using Limpet.Load.Programs;
using Limpet.Load.Roles;

namespace Limpet.Load.Targets;

/// <summary>Where and of what a run was.</summary>
/// <param name="When">The day.</param>
/// <param name="Processors">Processors that this program may use.</param>
/// <param name="ProcessorModel">What they are.</param>
/// <param name="MemoryBytes">Memory of the machine.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="Commit">The commit that the repository is at, with a + where there is more than it; null where there is no git.</param>
/// <param name="Load">Processes that wanted a processor in the minute before (the load average).</param>
internal sealed record MachineFacts(
    DateOnly When, int Processors, string ProcessorModel, long MemoryBytes, string Kernel, string Runtime, string? Commit, double Load)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static MachineFacts Now() => new(
        DateOnly.FromDateTime(DateTime.UtcNow),
        Environment.ProcessorCount,
        FirstOf("/proc/cpuinfo", "model name")?.Split(':', 2)[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        FindCommit(),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

    private static string? FirstOf(string file, string begin) => File.ReadLines(file).FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal));

    private static string? FindCommit()
    {
        if (ProgramFile.Find("git") is not { } git)
        {
            return null;
        }

        var (exitCode, commit) = Execution.Run(git, Patience, "-C", Checkout.Root, "rev-parse", "--short", "HEAD");
        var (_, changes) = Execution.Run(git, Patience, "-C", Checkout.Root, "status", "--porcelain", "--untracked-files=no", "--", "src", "bench");
        return exitCode == 0 ? commit.Trim() + (changes.Trim().Length > 0 ? "+" : "") : null;
    }
}
