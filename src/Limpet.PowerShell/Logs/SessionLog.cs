using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Limpet.PowerShell.Logs;

/// <summary>The log of a PowerShell session, which its Limpets write to for as long as it is set, those that run already too.</summary>
internal sealed class SessionLog : ILogEventSink
{
    private readonly LoggingLevelSwitch _level = new(LimpetLogger.Off);
    private readonly Lock _gate = new();
    private LogFile? _file;

    /// <summary>The file, null while there is none.</summary>
    public LogFile? File
    {
        get
        {
            lock (_gate)
            {
                return _file;
            }
        }
    }

    /// <summary>What a Limpet of the session logs by.</summary>
    public ILogger LoggerFor(int kbus, string endpoint) => LimpetLogger.Make(this, _level, kbus, endpoint);

    /// <summary>Opens a log in place of what there was, and gives that, closed.</summary>
    /// <exception cref="IOException">It cannot be written, and what there was goes on; also <see cref="UnauthorizedAccessException"/>.</exception>
    public LogFile? Set(LogSettings settings) => Put(new LogFile(settings));

    /// <summary>Ends it and gives it, closed; nothing is logged from now on.</summary>
    public LogFile? TurnOff() => Put(file: null);

    public void Emit(LogEvent logEvent)
    {
        // A record that comes while files change is written to the old one or the new one, and never to one that is closed.
        lock (_gate)
        {
            _file?.Emit(logEvent);
        }
    }

    private LogFile? Put(LogFile? file)
    {
        lock (_gate)
        {
            var before = _file;
            _file = file;
            _level.MinimumLevel = file?.Settings.MinimumLevel ?? LimpetLogger.Off;
            before?.Dispose();
            return before;
        }
    }
}
