using System.Diagnostics;

namespace Limpet.Scripts.Tests.Shell;

/// <summary>The modes of the files that the cmdlets make, under umasks that take nothing, what others may, and all.</summary>
public sealed class FileModeTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("limpet-modes-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("0000", "666")]
    [InlineData("0022", "644")]
    [InlineData("0077", "600")]
    public async Task A_log_has_the_mode_that_the_umask_leaves(string umask, string mode)
    {
        await Run(umask, $"$null = Start-Limpet -Kbus 0 -Listen unix:{At("l0")} -LogPath {At("own.log")}; Set-LimpetLog {At("session.log")}");
        Assert.Equal((mode, mode), (Mode("own.log"), Mode("session.log")));
    }

    [Theory]
    [InlineData("0000")]
    [InlineData("0777")]
    public async Task A_config_is_its_owners_alone_under_any_umask(string umask)
    {
        await Run(umask, $"$null = Start-Limpet -Kbus 0 -Listen unix:{At("l0")}; Export-LimpetConfig {At("main.json")}");
        Assert.Equal("600", Mode("main.json"));
    }

    private string At(string name) => Path.Combine(_directory.FullName, name);

    private string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(At(name)), 8);

    private async Task Run(string umask, string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", "umask \"$0\"; exec \"$@\"", umask, "dotnet", TestPaths.Shell, "-Command", $"$ErrorActionPreference = 'Stop'; {script}"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["XDG_RUNTIME_DIR"] = _directory.FullName;
        start.Environment["LIMPET_BACKEND"] = "Embedded";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var shell = Process.Start(start)!;
        var errors = await shell.StandardError.ReadToEndAsync().WaitAsync(s_patience);
        await shell.WaitForExitAsync().WaitAsync(s_patience);
        Assert.Equal((0, ""), (shell.ExitCode, errors));
    }
}
