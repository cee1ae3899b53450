using System.Net;
using System.Net.Sockets;

namespace Limpet.Load.Roles;

/// <summary>A TCP port of this machine that nobody listens on.</summary>
internal static class FreePort
{
    public static int Any()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
