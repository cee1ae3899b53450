using Limpet.Core.Bus.Hosting;

namespace Limpet.Soak.Parts;

/// <summary>Hosts a bus, and does nothing else.</summary>
internal sealed class BusHolder(string directory, int bus)
{
    public void Play(Script script)
    {
        using var buses = EmbeddedBuses.Shared(directory);
        using var ksock = buses.Open(bus);
        script.SayReady();
        script.Stopping.WaitHandle.WaitOne();
        script.SayDone();
    }
}
