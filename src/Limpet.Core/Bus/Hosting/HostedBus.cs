using Limpet.Core.Bus.Hosting.Members;

namespace Limpet.Core.Bus.Hosting;

/// <summary>A bus that this process hosts, and the ways in which others reach it.</summary>
/// <param name="host">The bus.</param>
/// <param name="server">Serves other processes over a Unix socket; null for a private bus.</param>
internal sealed class HostedBus(BusHost host, BusServer? server)
{
    public BusHost Host { get; } = host;

    /// <summary>Ends the bus for all of its users. Waits for the threads that serve it.</summary>
    public void End()
    {
        Host.End();
        Host.ServedBy?.Dispose();
        server?.Dispose();
    }
}
