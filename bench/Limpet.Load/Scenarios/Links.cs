using Limpet.Load.Kbus;
using Limpet.Load.Roles;

namespace Limpet.Load.Scenarios;

/// <summary>Makes pairs of Limpets: an endpoint for each, network ids that differ, and certificates where the transport needs them.</summary>
/// <param name="transport">What joins them.</param>
/// <param name="directory">Where sockets and certificates are put.</param>
internal sealed class Links(TransportKind transport, TemporaryDirectory directory)
{
    private readonly Certificates? _certificates = transport == TransportKind.Tls ? new Certificates(directory) : null;
    private uint _networks;
    private int _endpoints;

    /// <summary>A Limpet that listens for some peers.</summary>
    public LimpetSetup Server(int bus, int peers = 1) => Limpet(bus, Endpoint(), listens: true) with { Peers = peers };

    /// <summary>A Limpet that connects to that one.</summary>
    public LimpetSetup Client(int bus, LimpetSetup server) => Limpet(bus, server.Endpoint, listens: false);

    private LimpetSetup Limpet(int bus, string endpoint, bool listens)
        => new(bus, endpoint, listens, ++_networks) { Certificate = _certificates?.Certificate, TrustedCa = _certificates?.Ca };

    private string Endpoint() => transport switch
    {
        TransportKind.Unix => $"unix:{directory.At($"l{_endpoints++}")}",
        TransportKind.Tcp => $"tcp:127.0.0.1:{FreePort.Any()}",
        _ => $"tls:127.0.0.1:{FreePort.Any()}",
    };
}
