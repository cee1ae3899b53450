using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Transport;

/// <summary>Makes the transport that an endpoint asks for, at either end.</summary>
internal static class LinkTransports
{
    /// <summary>Connects.</summary>
    /// <exception cref="LimpetException">It cannot be connected to; see <see cref="Endpoint.Connect"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public static LinkTransport Connect(Endpoint endpoint, TimeSpan timeout, CancellationToken cancellationToken)
        => Over(endpoint.Connect(timeout, cancellationToken));

    /// <summary>Takes a socket that is connected, or was accepted on a plain endpoint. Where it throws, the socket is closed.</summary>
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
