using System.Net;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>A host and a TCP port, on which the wire is spoken as it is: nothing proves who is there, and nothing is encrypted.</summary>
public sealed record TcpEndpoint : HostEndpoint
{
    /// <summary>That port of that host.</summary>
    /// <param name="host">A name or an address, IPv6 without brackets; empty for loopback, <see cref="HostEndpoint.EveryAddress"/> for all to listen on.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="EndpointException">The port is none.</exception>
    public TcpEndpoint(string host, int port)
        : base(EndpointText.TcpPrefix, host, port)
    {
    }

    /// <inheritdoc/>
    public override bool IsExposed => Resolve().Any(address => !IPAddress.IsLoopback(address));
}
