using System.Net.Sockets;

namespace Limpet.Core.Native;

/// <summary>Who is at the other end of a connected Unix socket (SO_PEERCRED).</summary>
/// <param name="ProcessId">The process that connected, or that listens.</param>
/// <param name="UserId">Its effective user.</param>
internal readonly record struct PeerCredentials(int ProcessId, uint UserId)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public static PeerCredentials Of(Socket socket)
    {
        // struct ucred: pid, uid, gid.
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        return new PeerCredentials(BitConverter.ToInt32(credentials), BitConverter.ToUInt32(credentials[4..]));
    }
}
