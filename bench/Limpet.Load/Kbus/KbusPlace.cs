using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Messages;
using Limpet.Load.Traffic;

namespace Limpet.Load.Kbus;

/// <summary>A process on the bus: its buses, and the Limpets on them.</summary>
internal sealed class KbusPlace : IPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KbusSetup _setup;
    private readonly EmbeddedBuses _buses;
    private readonly List<LimpetService> _limpets = [];
    private readonly List<TlsOptions> _certificates = [];
    private readonly CountdownEvent _connected;
    private readonly IKsock _first;

    public KbusPlace(KbusSetup setup)
    {
        _setup = setup;
        _buses = setup.Directory is null ? EmbeddedBuses.Private() : EmbeddedBuses.Shared(setup.Directory);
        _first = _buses.Open(0);
        for (var i = 0; i < setup.Bindings; i++)
        {
            _first.Bind(Names.Other(i), BindingKind.Listener);
        }

        // The one more is for the beginning: where there is no Limpet there is nobody to wait for.
        _connected = new CountdownEvent(1 + setup.Limpets.Sum(limpet => limpet.Peers));
        foreach (var limpet in setup.Limpets)
        {
            var options = Options(limpet);
            var endpoint = Endpoint.Parse(limpet.Endpoint);
            _limpets.Add(limpet.Listens ? LimpetService.Listen(endpoint, options) : LimpetService.Connect(endpoint, options));
        }

        _limpets.ForEach(limpet => limpet.Start());
        _connected.Signal();
    }

    public void WaitConnected()
    {
        if (!_connected.Wait(Patience))
        {
            throw new TimeoutException($"{_connected.CurrentCount} Limpets were not found within {Patience.TotalSeconds} seconds.");
        }
    }

    public IReadOnlyList<IMessageSource> OpenSources(int size) => [.. Enumerable.Range(0, _setup.Buses).Select(bus => new KbusSource(_buses.Open(bus), size))];

    public IMessageSink OpenSink() => new KbusSink(_buses.Open(0));

    public IAsker OpenAsker(int size, int inFlight)
    {
        // Its binding comes over a Limpet when it is connected, or was there before us.
        using var watcher = _buses.Open(0);
        watcher.Bind(MessageName.ReplierBindEvent.Value, BindingKind.Listener);
        using var timeout = new CancellationTokenSource(Patience);
        while (watcher.FindReplier(Names.Asked) == 0)
        {
            watcher.Receive(timeout.Token);
        }

        return new KbusAsker(_buses.Open(0), size, inFlight);
    }

    public IReplier OpenReplier() => new KbusReplier(_buses.Open(0));

    public void Dispose()
    {
        _limpets.ForEach(limpet => limpet.Dispose());
        _first.Dispose();
        _buses.Dispose();
        _connected.Dispose();
        _certificates.ForEach(certificate => certificate.DisposeCertificates());
    }

    private LimpetOptions Options(LimpetSetup limpet)
    {
        var connected = 0;
        return new LimpetOptions
        {
            OpenKsock = () => _buses.Open(limpet.Bus),
            NetworkId = limpet.NetworkId,
            MaxPeers = limpet.Peers,
            MessageName = limpet.PassesNothingOn ? MessageName.Parse(Names.Nothing) : LimpetOptions.EveryName,
            Tls = Tls(limpet),
            OnEvent = e =>
            {
                // A Limpet that had to connect again is not one more.
                if (e is ConnectedEvent && Interlocked.Increment(ref connected) <= limpet.Peers)
                {
                    _connected.Signal();
                }
            },
        };
    }

    private TlsOptions? Tls(LimpetSetup limpet)
    {
        if (limpet.Certificate is null)
        {
            return null;
        }

        var loaded = CertificateSource.Load(limpet.Certificate);
        var options = new TlsOptions
        {
            Certificate = loaded.Certificate,
            Intermediates = loaded.Intermediates,
            TrustedCa = CertificateSource.LoadTrusted(limpet.TrustedCa!),
        };
        _certificates.Add(options);
        return options;
    }
}
