using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Limpet.PowerShell.Logs;

/// <summary>What a Limpet logs by, each record telling which Limpet it is about.</summary>
internal static class LimpetLogger
{
    /// <summary>A level above all there are: nothing is logged.</summary>
    public const LogEventLevel Off = LogEventLevel.Fatal + 1;

    /// <param name="sink">Where records go; it is not closed with the logger.</param>
    /// <param name="level">What is logged, at any moment.</param>
    /// <param name="kbus">The Limpet's bus.</param>
    /// <param name="endpoint">Its endpoint.</param>
    public static ILogger Make(ILogEventSink sink, LoggingLevelSwitch level, int kbus, string endpoint)
        => new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level)
            .Enrich.WithProperty("ProcessId", Environment.ProcessId)
            .Enrich.WithProperty("Kbus", kbus)
            .Enrich.WithProperty("Endpoint", endpoint)
            .WriteTo.Sink(sink)
            .CreateLogger();
}
