using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Limpet.Load.Roles;

namespace Limpet.Load.Tests;

/// <summary>The load generator, as people run it.</summary>
internal static class LoadProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Configuration { get; } = Metadata("Configuration");

    private static string RepoRoot { get; } = Metadata("RepoRoot");

    /// <summary>The shell that it may measure.</summary>
    public static string Shell { get; } = Path.Combine(RepoRoot, "src", "Limpet.Shell", "bin", Configuration, "net10.0", "Limpet.Shell");

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => RunAsync(path: null, arguments);

    /// <summary>Runs it to its end, with other programs in these folders alone; null for where they are.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string? path, string[] arguments)
    {
        var program = Path.Combine(RepoRoot, "bench", "Limpet.Load", "bin", Configuration, "net10.0", "Limpet.Load.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs scenarios, which must succeed, and gives what they put into the JSON file, each by its own.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MeasureAsync(params string[] arguments)
    {
        using var directory = new TemporaryDirectory();
        var (exitCode, output, errors) = await RunAsync([.. arguments, "--json", directory.At("run.json")]);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)} ended with {exitCode}: {errors}{output}");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(directory.At("run.json"), TestContext.Current.CancellationToken));
        return [.. json.RootElement.EnumerateArray().Select(outcome => outcome.Clone())];
    }

    private static string Metadata(string key)
        => typeof(LoadProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => string.Equals(a.Key, key, StringComparison.Ordinal)).Value!;
}
