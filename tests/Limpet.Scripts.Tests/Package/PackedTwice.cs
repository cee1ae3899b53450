using System.Diagnostics;
using System.IO.Compression;

namespace Limpet.Scripts.Tests.Package;

/// <summary>The packages, made twice from what was built, into folders of their own.</summary>
public sealed class PackedTwice : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public string Folder { get; } = Directory.CreateTempSubdirectory("limpet-package-").FullName;

    public string First => Path.Combine(Folder, "first");

    public string Second => Path.Combine(Folder, "second");

    /// <summary>The module as somebody has it who took the package from the gallery.</summary>
    public string Installed => Path.Combine(Folder, "installed", "Limpet");

    public static string ModulePackage { get; } = $"Limpet.{Version}.nupkg";

    public static string CorePackage { get; } = $"Limpet.Core.{Version}.nupkg";

    public static string Version => typeof(Limpet.Shell.Hosting.ShellHost).Assembly.GetName().Version!.ToString(3);

    public async ValueTask InitializeAsync()
    {
        await PackAsync(First);
        await PackAsync(Second);
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(First, ModulePackage), Installed);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task PackAsync(string folder)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "msbuild", Path.Combine(TestPaths.RepoRoot, "packaging", "Package.proj"), "-target:Modules", "-nologo", "-nodeReuse:false",
                "-property:NoBuild=true", $"-property:Configuration={TestPaths.Configuration}", $"-property:PackageFolder={folder}/",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.True(process.ExitCode == 0, await output + await errors);
    }
}
