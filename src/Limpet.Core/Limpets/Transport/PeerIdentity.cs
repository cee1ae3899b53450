using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Native;

namespace Limpet.Core.Limpets.Transport;

/// <summary>Who is at the other end of a connection, as far as the system or TLS vouches for it.</summary>
/// <param name="Who">What two connections of one and the same peer share: <c>user 1000</c>, <c>host 192.0.2.7</c> or <c>certificate ...</c>.</param>
/// <param name="Where">The same with what tells one connection from another, for people.</param>
/// <param name="UserId">The user at a Unix socket's other end; null elsewhere.</param>
public sealed record PeerIdentity(string Who, string Where, uint? UserId = null)
{
    /// <summary>Whether both are the same user, host or certificate.</summary>
    public bool IsSameAs(PeerIdentity other) => string.Equals(Who, other.Who, StringComparison.Ordinal);

    /// <summary>For people.</summary>
    public override string ToString() => Where;

    internal static PeerIdentity Of(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.Unix)
        {
            var peer = PeerCredentials.Of(socket);
            var user = AccountNames.OfUser(peer.UserId);
            return new PeerIdentity($"user {user}", $"process {peer.ProcessId} of user {user}", peer.UserId);
        }

        try
        {
            return Of(socket.RemoteEndPoint as IPEndPoint);
        }
        catch (SocketException)
        {
            // It has gone already, which whoever reads from it will find.
            return Of(address: null);
        }
    }

    // Whoever has the key is who they are, from whatever host.
    internal static PeerIdentity Of(X509Certificate2 certificate, PeerIdentity host)
    {
        var subject = CertificateText.Subject(certificate);
        return new PeerIdentity($"certificate {subject} (key {CertificateText.Key(certificate)})", $"certificate {subject} at {host.Where}");
    }

    private static PeerIdentity Of(IPEndPoint? address)
    {
        if (address is null)
        {
            return new PeerIdentity("nobody", "a connection that has gone");
        }

        var host = address.Address.IsIPv4MappedToIPv6 ? address.Address.MapToIPv4() : address.Address;
        return new PeerIdentity($"host {host}", $"host {new IPEndPoint(host, address.Port)}");
    }
}
