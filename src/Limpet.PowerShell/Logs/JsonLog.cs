using Serilog;

namespace Limpet.PowerShell.Logs;

/// <summary>The log of one Limpet: compact JSON, a line an event.</summary>
internal sealed class JsonLog : IDisposable
{
    private readonly LogFile _file;

    private JsonLog(string path, LogFile file, ILogger logger)
    {
        Path = path;
        _file = file;
        Logger = logger;
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>What to log with.</summary>
    public ILogger Logger { get; }

    /// <summary>Opens a file to append to.</summary>
    /// <param name="path">The file's full path; its directory must exist.</param>
    /// <param name="verbosity">0 for warnings and errors, 1 for what happens to the Limpet, 2 for each message too.</param>
    /// <param name="kbus">The bus of the Limpet, which each line names, as several may share a file.</param>
    /// <param name="endpoint">Its endpoint, likewise.</param>
    /// <exception cref="IOException">The file cannot be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public static JsonLog Open(string path, int verbosity, int kbus, string endpoint)
    {
        var level = verbosity switch { 0 => LimpetLogLevel.Warning, 1 => LimpetLogLevel.Information, _ => LimpetLogLevel.Debug };
        var settings = new LogSettings(path, level, LimpetLogFormat.Json, RollDaily: false, RollSize: null, Keep: null);
        var file = new LogFile(settings);
        return new JsonLog(path, file, LimpetLogger.Make(file, new Serilog.Core.LoggingLevelSwitch(settings.MinimumLevel), kbus, endpoint));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
