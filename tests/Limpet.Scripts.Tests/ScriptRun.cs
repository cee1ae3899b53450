using System.Collections.Concurrent;
using Limpet.Pester;
using Limpet.Shell.Hosting;

namespace Limpet.Scripts.Tests;

/// <summary>One run of one script. It starts when the first of its results is asked for; each result can be waited for on its own.</summary>
internal sealed class ScriptRun
{
    /// <summary>Held while a script runs, as Pester runs one at a time: scripts may set the process's environment.</summary>
    internal static readonly Lock OneAtATime = new();

    private static readonly ConcurrentDictionary<string, Lazy<ScriptRun>> Runs = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<PesterTestResult>> _results = new();
    private readonly Task<PesterFileResult> _file;

    private ScriptRun(string path) =>
        _file = Task.Factory.StartNew(
            () =>
            {
                lock (OneAtATime)
                {
                    return PesterRunner.Run(path, Options, r => Source(r.Test.Ordinal).TrySetResult(r));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The session of the shell, with the Limpet module in it where the build has made one.</summary>
    public static PesterOptions Options { get; } = new()
    {
        CreateSessionState = ShellRunspace.CreateSessionState,
        Modules = Directory.Exists(Path.Combine(TestPaths.RepoRoot, "src", "Limpet.PowerShell")) ? [TestPaths.Module] : [],
    };

    public static ScriptRun Of(string path) => Runs.GetOrAdd(path, p => new Lazy<ScriptRun>(() => new ScriptRun(p))).Value;

    /// <summary>The result of a test, null when the run ended without one.</summary>
    public async Task<PesterTestResult?> ResultAsync(int ordinal, CancellationToken cancellation)
    {
        var result = Source(ordinal).Task;
        await Task.WhenAny(result, _file).WaitAsync(cancellation);
        return result.IsCompleted ? await result : null;
    }

    public Task<PesterFileResult> FileAsync(CancellationToken cancellation) => _file.WaitAsync(cancellation);

    private TaskCompletionSource<PesterTestResult> Source(int ordinal) =>
        _results.GetOrAdd(ordinal, _ => new TaskCompletionSource<PesterTestResult>(TaskCreationOptions.RunContinuationsAsynchronously));
}
