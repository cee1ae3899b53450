using System.Diagnostics;
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

    // A file that could not be opened, when the one before was full or the day over, Serilog gives up for half an hour; so it is opened anew here, and no more often than this.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Logger _logger;
    private long _openedAt;
    private bool _isGivenUp;
    private long _lost;

    /// <summary>Opens it, to append to.</summary>
    /// <exception cref="IOException">It cannot be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public LogFile(LogSettings settings)
    {
        Probe(settings);
        Settings = settings;
        _logger = Open();
    }

    public LogSettings Settings { get; }

    /// <summary>Events that could not be written.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Why the last of them could not.</summary>
    public string? LastFailure { get; private set; }

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            if (_isGivenUp && Stopwatch.GetElapsedTime(_openedAt) >= Pause)
            {
                _isGivenUp = false;
                Close();
                _logger = Open();
            }

            _logger.Write(logEvent);
        }
    }

    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        // What could not be written to a file that is open, on a full disk say, is tried again with the next event.
        _isGivenUp |= exception is not IOException;
        Interlocked.Add(ref _lost, events?.Count ?? 0);

        // Of a file that is given up Serilog says no more than that it is; why, it said of the first event.
        if (exception is not null || LastFailure is null)
        {
            LastFailure = exception is null ? message : $"{message}: {exception.Message}";
        }
    }

    /// <summary>Closes it. What a full disk still held back is lost then, and <see cref="LastFailure"/> says so; whoever closes it has nothing to mend.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private Logger Open()
    {
        _openedAt = Stopwatch.GetTimestamp();
        ITextFormatter formatter = Settings.Format == LimpetLogFormat.Json ? new CompactJsonFormatter() : new MessageTemplateTextFormatter(Line);
        return new LoggerConfiguration()
            .MinimumLevel.Is(Settings.MinimumLevel)
            .WriteTo.Fallible(
                to => to.File(
                    formatter,
                    Settings.Path,
                    shared: true,
                    fileSizeLimitBytes: Settings.RollSize,
                    rollOnFileSizeLimit: Settings.RollSize is not null,
                    rollingInterval: Settings.RollDaily ? RollingInterval.Day : RollingInterval.Infinite,
                    retainedFileCountLimit: Settings.Keep),
                this)
            .CreateLogger();
    }

    private void Close()
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
