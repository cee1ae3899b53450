using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>How every socket between two Limpets is set up.</summary>
internal static class SocketSetup
{
    /// <summary>
    /// No delay, since a message is written whole and waiting for more would only hold it up; keepalive, so that a peer whose machine is gone is noticed.
    /// </summary>
    public static void Apply(Socket socket)
    {
        if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, optionValue: 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, optionValue: 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, optionValue: 6);
        }
    }
}
