using System.Diagnostics;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>A short run of tests/Limpet.Soak, which <c>./build.ps1 -Task Soak</c> runs for ten minutes.</summary>
public sealed class SoakTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Three_buses_in_many_processes_keep_their_promises_with_a_fault_every_second()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Limpet.Soak.dll"), "--seconds", "8", "--seed", "1"]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var soak = Process.Start(start)!;
        var printed = soak.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!soak.WaitForExit(Patience))
        {
            soak.Kill(entireProcessTree: true);
        }

        Assert.True(soak.ExitCode == 0, await printed);
        Assert.Contains("0 promises broken, seed 1", await printed, StringComparison.Ordinal);
    }
}
