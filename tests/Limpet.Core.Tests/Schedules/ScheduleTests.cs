using System.Diagnostics;
using System.Globalization;

namespace Limpet.Core.Tests.Schedules;

/// <summary>Short runs of tests/Limpet.Schedules, which <c>./build.ps1 -Task Schedules</c> runs for ten minutes each.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("bus", 1)]
    [InlineData("members", 2)]
    [InlineData("limpets", 3)]
    public async Task Threads_that_hesitate_wherever_they_meet_lose_nothing_and_none_is_stuck(string scenario, int seed)
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
