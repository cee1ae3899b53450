namespace Limpet.Core.Limpets.Endpoints;

/// <summary>A host and a TCP port, on which the wire is spoken inside TLS 1.3, each side proving by a certificate who it is.</summary>
public sealed record TlsEndpoint : HostEndpoint
{
    /// <summary>That port of that host.</summary>
    /// <param name="host">A name or an address, IPv6 without brackets; empty for loopback, <see cref="HostEndpoint.EveryAddress"/> for all to listen on.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="EndpointException">The port is none.</exception>
    public TlsEndpoint(string host, int port)
        : base(EndpointText.TlsPrefix, host, port)
    {
    }

    /// <summary>Never: whoever connects must have a certificate.</summary>
    public override bool IsExposed => false;

    /// <summary>The name that a server's certificate must bear for those who connect to it here.</summary>
    public string ServerName => Host.Length == 0 ? "localhost" : Host;
}
