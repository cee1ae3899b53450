using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Limpet.PowerShell.Logs;

/// <summary>A log file in compact JSON, a line an event.</summary>
internal sealed class JsonLog : IDisposable
{
    private readonly Serilog.Core.Logger _logger;

    private JsonLog(Serilog.Core.Logger logger) => _logger = logger;

    /// <summary>What to log with.</summary>
    public ILogger Logger => _logger;

    /// <summary>Opens a file to append to.</summary>
    /// <param name="path">The file's full path; its directory must exist.</param>
    /// <param name="verbosity">0 for warnings and errors, 1 for what happens to the Limpet, 2 for each message too.</param>
    /// <param name="kbus">The bus of the Limpet, which each line names, as several may share a file.</param>
    /// <param name="endpoint">Its endpoint, likewise.</param>
    /// <exception cref="IOException">The file cannot be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public static JsonLog Open(string path, int verbosity, int kbus, string endpoint)
    {
        // Serilog makes directories and keeps quiet about a file that it cannot write; whoever mistyped the path would find no log.
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory && !Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"The log '{path}' cannot be written: the directory '{directory}' does not exist.");
        }

        using (new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
        }

        return new JsonLog(new LoggerConfiguration()
            .MinimumLevel.Is(verbosity switch { 0 => LogEventLevel.Warning, 1 => LogEventLevel.Information, _ => LogEventLevel.Debug })
            .Enrich.WithProperty("ProcessId", Environment.ProcessId)
            .Enrich.WithProperty("Kbus", kbus)
            .Enrich.WithProperty("Endpoint", endpoint)
            .WriteTo.File(new CompactJsonFormatter(), path, shared: false, flushToDiskInterval: null)
            .CreateLogger());
    }

    /// <inheritdoc/>
    public void Dispose() => _logger.Dispose();
}
