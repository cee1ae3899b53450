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
    /// <exception cref="Win32Exception">There is no <c>prlimit</c>.</exception>
    public static void Set(int processId, string resource, string most)
    {
        using var prlimit = Process.Start("prlimit", [$"--pid={processId.ToString(CultureInfo.InvariantCulture)}", $"--{resource}={most}:"]);
        prlimit.WaitForExit();
    }

    /// <summary>The soft limit, in the words that <see cref="Set"/> takes.</summary>
    public static string Get(int processId, string resource)
    {
        var start = new ProcessStartInfo("prlimit", [$"--pid={processId.ToString(CultureInfo.InvariantCulture)}", $"--{resource}", "--noheadings", "--raw", "--output=SOFT"]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var prlimit = Process.Start(start)!;
        var soft = prlimit.StandardOutput.ReadToEnd().Trim();
        prlimit.WaitForExit();
        return soft;
    }
}
