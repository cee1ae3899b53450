using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;

namespace Limpet.Load;

/// <summary>One process's side of a pair: a bus of its own, and a Limpet on it.</summary>
internal sealed class Side : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();
    private readonly ManualResetEventSlim _connected = new();
    private readonly LimpetService _limpet;

    public Side(string endpoint, bool listens)
    {
        var options = new LimpetOptions
        {
            OpenKsock = () => _buses.Open(0),
            OnEvent = e =>
            {
                if (e is ConnectedEvent)
                {
                    _connected.Set();
                }
            },
        };
        _limpet = listens ? LimpetService.Listen(Endpoint.Parse(endpoint), options) : LimpetService.Connect(Endpoint.Parse(endpoint), options);
        _limpet.Start();
    }

    public IKsock Open() => _buses.Open(0);

    public void WaitConnected()
    {
        if (!_connected.Wait(Patience))
        {
            throw new TimeoutException("The Limpets did not find each other.");
        }
    }

    public void Dispose()
    {
        _limpet.Dispose();
        _buses.Dispose();
        _connected.Dispose();
    }
}
