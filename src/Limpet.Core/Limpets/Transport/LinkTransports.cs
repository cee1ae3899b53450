using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Limpets.Transport;

/// <summary>Makes the transport that an endpoint asks for, at either end. It is to be opened before it is used.</summary>
internal static class LinkTransports
{
    /// <summary>Connects.</summary>
    /// <exception cref="LimpetException">It cannot be connected to; see <see cref="Endpoint.Connect"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public static LinkTransport Connect(Endpoint endpoint, TlsOptions? tls, TimeSpan timeout, CancellationToken cancellationToken)
        => Over(endpoint.Connect(timeout, cancellationToken), endpoint, LimpetRole.Client, tls);

    /// <summary>Takes a socket that was connected to that endpoint, or accepted on it. Where it throws, the socket is closed.</summary>
    public static LinkTransport Over(Socket socket, Endpoint endpoint, LimpetRole own, TlsOptions? tls)
    {
        try
        {
            TlsOptions.CheckFor(endpoint, tls);
            return endpoint is TlsEndpoint secure ? new TlsTransport(socket, own, tls!, own == LimpetRole.Client ? secure.ServerName : null) : new PlainTransport(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes a socket on which the wire is spoken as it is. Where it throws, the socket is closed.</summary>
    public static LinkTransport Over(Socket socket)
    {
        try
        {
            return new PlainTransport(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
