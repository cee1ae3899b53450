namespace Limpet.Scripts.Tests.Shell;

/// <summary>A process that is sent SIGTERM while Limpets and repliers run has them end cleanly, and ends.</summary>
public sealed class TerminationTests : IDisposable
{
    private const int EndedBySigTerm = 143;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("limpet-term-");

    public static TheoryData<string> Programs => new(TestPaths.Shell, TestPaths.PlainHost);

    private string Socket => Path.Combine(_folder.FullName, "l0");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task It_ends_its_Limpets_and_repliers_and_then_itself(string program)
    {
        var log = Path.Combine(_folder.FullName, "log");
        using var process = Start(program, $$"""
            $limpet = Start-Limpet -Kbus 0 -Listen 'unix:{{Socket}}' -LogPath '{{log}}'
            $replier = Register-KbusReplier -Kbus 0 '$.Q' { [System.Threading.Thread]::Sleep(-1) }
            [Console]::WriteLine('ready')
            while ($true) { [System.Threading.Thread]::Sleep(50) }
            """);
        await process.WaitForLineAsync("ready");
        Assert.True(File.Exists(Socket));

        process.Signal(ShellProcess.SigTerm);
        var result = await process.EndAsync();

        Assert.Equal((EndedBySigTerm, ""), (result.ExitCode, result.Errors));
        Assert.False(File.Exists(Socket), "The socket file of the Limpet is still there.");
        Assert.Contains("Ended", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task With_nothing_running_it_ends_as_ever(string program)
    {
        using var process = Start(program, $$"""
            Start-Limpet -Kbus 0 -Listen 'unix:{{Socket}}' | Remove-Job -Force
            [Console]::WriteLine('ready')
            while ($true) { [System.Threading.Thread]::Sleep(50) }
            """);
        await process.WaitForLineAsync("ready");

        process.Signal(ShellProcess.SigTerm);

        Assert.Equal(EndedBySigTerm, (await process.EndAsync()).ExitCode);
    }

    private ShellProcess Start(string program, string script)
    {
        var import = $"if (-not (Get-Module Limpet)) {{ Import-Module '{TestPaths.Module}' }}\n";
        string[] arguments = program == TestPaths.Shell ? ["-Command", import + script] : [import + script];
        return ShellProcess.StartProgram(program, arguments, ("XDG_RUNTIME_DIR", _folder.FullName), ("LIMPET_BACKEND", "Embedded"));
    }
}
