using System.Globalization;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;

namespace Limpet.Soak.Parts;

/// <summary>A Limpet; its network id is the number of its bus.</summary>
internal static class LimpetPart
{
    public static void Play(Script script, string directory, int bus, string role, string endpoint)
    {
        var options = new LimpetOptions
        {
            OpenKsock = () => Door.Open(directory, bus),
            NetworkId = (uint)bus,
            LongestRetry = TimeSpan.FromSeconds(1),
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
        script.SayDone(("in", counters.In), ("out", counters.Out), ("undelivered", counters.Undelivered), ("refused", counters.Refused), ("dropped", counters.DroppedInAll));
    }
}
