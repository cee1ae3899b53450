using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>How every socket between two Limpets is set up.</summary>
internal static class SocketSetup
{
    // A peer whose machine or network is gone is noticed within 25 seconds, whether it was silent (keepalive) or was being sent something (user timeout).
    private const int IdleSeconds = 10;
    private const int ProbeSeconds = 5;
    private const int Probes = 3;
    private const int UserTimeoutMilliseconds = 25_000;

    // So much later than our own limit, whose sentence says more.
    private const int Margin = 5_000;

    private const int SolTcp = 6;
    private const int TcpUserTimeout = 18;

    /// <summary>No delay, since a message is written whole and waiting for more would only hold it up; and what notices that the peer is gone.</summary>
    public static void Apply(Socket socket)
    {
        if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
            SetUserTimeout(socket, UserTimeoutMilliseconds);
        }
    }

    /// <summary>
    /// Leaves a peer that takes nothing its time: the system counts that as being gone, although the peer's machine answers, and would give up before we do.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="patience">How long a peer may take nothing; infinite for ever.</param>
    public static void Bear(Socket socket, TimeSpan patience)
    {
        if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            SetUserTimeout(socket, patience == Timeout.InfiniteTimeSpan ? 0 : (int)Math.Clamp(patience.TotalMilliseconds + Margin, UserTimeoutMilliseconds, int.MaxValue));
        }
    }

    private static void SetUserTimeout(Socket socket, int milliseconds) => socket.SetRawSocketOption(SolTcp, TcpUserTimeout, BitConverter.GetBytes(milliseconds));
}
