using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Limpet.Soak.Faults;

/// <summary>What a process may use of something, told it from outside while it runs.</summary>
internal static class ResourceLimit
{
    /// <summary>Sets the soft limit alone, which may be raised again.</summary>
    /// <param name="processId">Whose.</param>
    /// <param name="resource">What, as <c>prlimit</c> calls it: <c>nofile</c>, <c>data</c>.</param>
    /// <param name="most">How much, or "unlimited".</param>
    /// <returns>Whether the process was still there.</returns>
    /// <exception cref="InvalidOperationException">It cannot be set.</exception>
    /// <exception cref="Win32Exception">There is no <c>prlimit</c>.</exception>
    public static bool Set(int processId, string resource, string most) => Run(processId, $"--{resource}={most}:") is not null;

    /// <summary>The soft limit, in the words that <see cref="Set"/> takes; null where the process is no longer there.</summary>
    public static string? Get(int processId, string resource) => Run(processId, $"--{resource}", "--noheadings", "--raw", "--output=SOFT");

    private static string? Run(int processId, params string[] arguments)
    {
        var pid = processId.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("prlimit", [$"--pid={pid}", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var prlimit = Process.Start(start)!;
        var (printed, wrong) = (prlimit.StandardOutput.ReadToEnd(), prlimit.StandardError.ReadToEnd());
        prlimit.WaitForExit();
        return prlimit.ExitCode == 0 ? printed.Trim()
            : Directory.Exists($"/proc/{pid}") ? throw new InvalidOperationException($"prlimit {string.Join(' ', arguments)} of process {pid}: {wrong.Trim()}")
            : null;
    }
}
