using Limpet.Scripts.Tests.Shell;

namespace Limpet.Scripts.Tests.Documents;

/// <summary>The scripts of examples/ as their help says to run them, each in a process of its own. Those that are Pester scripts <c>PesterScriptTests</c> runs.</summary>
public sealed class ExampleScriptTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("limpet-scripts-");

    private (string Name, string Value)[] Environment => [("XDG_RUNTIME_DIR", _directory.FullName), ("LIMPET_BACKEND", "Embedded")];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Each_script_has_a_test_here()
        => Assert.Equal(["replier.ps1", "run-a-limpet.ps1", "thermostat.Tests.ps1", "two-buses.ps1"], Directory.GetFiles(TestPaths.Examples, "*.ps1").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Two_buses_are_joined()
    {
        var result = await ShellProcess.RunAsync(["-File", At("two-buses.ps1")], "", Environment);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("Two Limpets join bus 0 to bus 1:", result.Output, StringComparison.Ordinal);
        Assert.Contains("Reply", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repliers_answer_until_they_are_asked_to_stop()
    {
        using var replier = ShellProcess.Start(["-File", At("replier.ps1"), "-Kbus", "1"], Environment);
        var asked = await Ask(
            """
            while (-not (Get-KbusBinding -Kbus 1 -ErrorAction Ignore).Where({ $_.Name -eq '$.Demo.Stop' })) { Start-Sleep -Milliseconds 50 }
            (Send-KbusMessage -Kbus 1 '$.Demo.Sum' '1 2 4' -Request).Text
            try { Send-KbusMessage -Kbus 1 '$.Demo.Sum' '1 2 three' -Request -ErrorAction Stop } catch { 'refused: ' + $_ }
            (Send-KbusMessage -Kbus 1 '$.Demo.Stop' -Request).Text
            """);
        Assert.StartsWith("7\n", asked, StringComparison.Ordinal);
        Assert.Contains("three", asked, StringComparison.Ordinal);
        Assert.EndsWith("stopping\n", asked, StringComparison.Ordinal);
        Assert.Equal(0, (await replier.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_Limpet_runs_until_the_termination_message()
    {
        var endpoint = $"unix:{Path.Combine(_directory.FullName, "l0")}";
        using var limpet = ShellProcess.Start(["-File", At("run-a-limpet.ps1"), "-Kbus", "0", "-Listen", endpoint, "-TerminationMessage", "$.Limpet.Stop"], Environment);
        await Ask(
            """
            while (-not (Get-KbusBinding -Kbus 0 -ErrorAction Ignore)) { Start-Sleep -Milliseconds 50 }
            Send-KbusMessage -Kbus 0 '$.Limpet.Stop'
            """);
        var result = await limpet.EndAsync();
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains($"Listening on {endpoint}", result.Output, StringComparison.Ordinal);
    }

    private static string At(string script) => Path.Combine(TestPaths.Examples, script);

    private async Task<string> Ask(string script)
    {
        var result = await ShellProcess.RunAsync(["-Command", script], "", Environment);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return result.Output;
    }
}
