using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Soak.Faults;

/// <summary>Those who come to a socket and mean no good.</summary>
internal static class Strangers
{
    private const uint NetworkId = 77;

    public static void SayNonsense(string path, Random random)
    {
        var bytes = new byte[random.Next(200_000)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            // What looks right at first.
            byte[] helo = [.. "HELO"u8, 0, 0, 0, (byte)NetworkId];
            helo.AsSpan(0, Math.Min(bytes.Length, helo.Length)).CopyTo(bytes);
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = 1000, ReceiveTimeout = 1000 };
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(bytes);
            socket.Receive(new byte[100]);
        }
        catch (SocketException)
        {
            // It has been thrown out, which is right; or nobody is there just now.
        }
    }

    public static void ReadSlowly(string endpoint, TimeSpan time)
    {
        try
        {
            using var socket = Endpoint.Parse(endpoint).Connect(TimeSpan.FromSeconds(5), CancellationToken.None);
            socket.Send([.. "HELO"u8, 0, 0, 0, (byte)NetworkId]);
            socket.ReceiveTimeout = 1000;
            var one = new byte[1];
            for (var end = DateTime.UtcNow + time; DateTime.UtcNow < end; Thread.Sleep(5))
            {
                socket.Receive(one);
            }
        }
        catch (Exception e) when (e is SocketException or GiveUpException)
        {
            // The Limpet has no descriptor for it just now, say.
        }
    }
}
