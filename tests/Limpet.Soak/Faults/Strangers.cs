using System.Diagnostics;
using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Messages;
using Limpet.Soak.Parts;

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

    public static void JoinSlowly(string path, TimeSpan time)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = 1000, ReceiveTimeout = 1000 };
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var frames = new FrameWriter();
            frames.Begin(MemberOperation.Open);
            frames.U32(MemberProtocol.Version);
            frames.U32(1);
            frames.End();
            frames.Begin(MemberOperation.Bind);
            frames.Text(Names.Said(1)[..^1] + "*");
            frames.U32((uint)BindingKind.Listener);
            frames.End();
            var one = new byte[1];
            for (var since = Stopwatch.StartNew(); since.Elapsed < time;)
            {
                frames.Begin(MemberOperation.TryReceive);
                frames.End();
                while (!frames.IsEmpty)
                {
                    socket.Send(frames.Pending[..1]);
                    frames.Consume(1);
                }

                for (var i = 0; i < 50; i++)
                {
                    socket.Receive(one);
                }

                Thread.Sleep(5);
            }
        }
        catch (SocketException)
        {
            // The host has no descriptor for it just now, stands still, or is gone.
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
            for (var since = Stopwatch.StartNew(); since.Elapsed < time; Thread.Sleep(5))
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
