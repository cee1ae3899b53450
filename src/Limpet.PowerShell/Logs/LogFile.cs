using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Limpet.PowerShell.Logs;

/// <summary>A log file that is being written. Several Limpets, sessions and processes may write to one, each line whole.</summary>
internal sealed class LogFile : ILogEventSink, ILoggingFailureListener, IDisposable
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {EventId} bus {Kbus} {Endpoint}: {Message:l}{NewLine}{Exception}";

    private readonly Logger _logger;
    private long _lost;

    /// <summary>Opens it, to append to.</summary>
    /// <exception cref="IOException">It cannot be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public LogFile(LogSettings settings)
    {
        Probe(settings);
        Settings = settings;
        ITextFormatter formatter = settings.Format == LimpetLogFormat.Json ? new CompactJsonFormatter() : new MessageTemplateTextFormatter(Line);
        _logger = new LoggerConfiguration()
            .MinimumLevel.Is(settings.MinimumLevel)
            .WriteTo.Fallible(
                to => to.File(
                    formatter,
                    settings.Path,
                    shared: true,
                    fileSizeLimitBytes: settings.RollSize,
                    rollOnFileSizeLimit: settings.RollSize is not null,
                    rollingInterval: settings.RollDaily ? RollingInterval.Day : RollingInterval.Infinite,
                    retainedFileCountLimit: settings.Keep),
                this)
            .CreateLogger();
    }

    public LogSettings Settings { get; }

    /// <summary>Events that could not be written.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Why the last of them could not.</summary>
    public string? LastFailure { get; private set; }

    public void Emit(LogEvent logEvent) => _logger.Write(logEvent);

    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        Interlocked.Add(ref _lost, events?.Count ?? 0);
        LastFailure = exception is null ? message : $"{message}: {exception.Message}";
    }

    /// <summary>Closes it. What a full disk still held back is lost then, and <see cref="LastFailure"/> says so; whoever closes it has nothing to mend.</summary>
    public void Dispose()
    {
        try
        {
            _logger.Dispose();
        }
        catch (IOException e)
        {
            LastFailure = e.Message;
        }
    }

    // Serilog makes directories and keeps quiet about a file that it cannot write; whoever mistyped the path would find no log.
    private static void Probe(LogSettings settings)
    {
        if (Path.GetDirectoryName(settings.Path) is { Length: > 0 } directory && !Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"The log '{settings.Path}' cannot be written: the directory '{directory}' does not exist.");
        }

        using var _ = new FileStream(settings.FileOn(DateTime.Now), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    }
}
