using System.Globalization;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.PowerShell.Logs;
using Serilog.Core;

namespace Limpet.Soak.Parts;

/// <summary>A Limpet, which logs each message; its network id is the number of its bus.</summary>
internal static class LimpetPart
{
    // What a log keeps fits on a small disk, and leaves little room there.
    private const int RollSize = 32 * 1024;
    private const int Keep = 3;

    public static void Play(Script script, string directory, int bus, string role, string endpoint, string logs)
    {
        using var log = new LogFile(new LogSettings(Path.Combine(logs, "limpet.log"), LimpetLogLevel.Debug, LimpetLogFormat.Json, RollDaily: false, RollSize, Keep));
        script.TellOfLog = () => string.Create(CultureInfo.InvariantCulture, $"{log.Lost} {log.LastFailure}");
        var options = new LimpetOptions
        {
            OpenKsock = () => Door.Open(directory, bus),
            NetworkId = (uint)bus,
            LongestRetry = TimeSpan.FromSeconds(1),
            Logger = LimpetLogger.Make(log, new LoggingLevelSwitch(log.Settings.MinimumLevel), bus, endpoint),
            OnEvent = e => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"limpet {bus}: {e.GetType().Name} {e}")),
        };
        using var service = role == "listen" ? LimpetService.Listen(Endpoint.Parse(endpoint), options) : LimpetService.Connect(Endpoint.Parse(endpoint), options);
        service.Start();
        script.SayReady();
        if (Task.WaitAny([service.Completion, Task.Run(() => script.Stopping.WaitHandle.WaitOne())]) == 0)
        {
            script.SayBroken($"the Limpet of bus {bus} has ended: {service.Completion.Result.Reason}");
        }

        var counters = service.Counters;
        script.SayDone(("in", counters.In), ("out", counters.Out), ("undelivered", counters.Undelivered), ("refused", counters.Refused), ("dropped", counters.DroppedInAll), ("unlogged", log.Lost));
    }
}
