using System.Diagnostics;
using System.Globalization;

namespace Limpet.Core.Tests.Schedules;

/// <summary>A short run of tests/Limpet.Schedules.</summary>
internal static class ScheduleProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it, and fails where a promise was broken.</summary>
    /// <param name="scenario">Which.</param>
    /// <param name="seed">Of the first round.</param>
    public static async Task AssertNothingIsBroken(string scenario, int seed)
    {
        string[] arguments = ["--scenario", scenario, "--seconds", "5", "--seed", seed.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Limpet.Schedules.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var schedules = Process.Start(start)!;
        var printed = schedules.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!schedules.WaitForExit(Patience))
        {
            schedules.Kill(entireProcessTree: true);
        }

        Assert.True(schedules.ExitCode == 0, await printed);
        Assert.Contains($"{scenario}: 0 promises broken in", await printed, StringComparison.Ordinal);
    }
}
