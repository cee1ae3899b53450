using System.Diagnostics;
using System.Net.Sockets;
using HdrHistogram;

namespace Limpet.Load;

/// <summary>
/// The bare floor: 64 bytes there and back over a Unix socket between two processes, with plain blocking sends and receives and nothing else.
/// </summary>
internal static class PingPongScenario
{
    private const int Size = 64;

    public static HistogramBase Run(int rounds)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.At("ping");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        using var other = OtherProcess.Start("echo", path);
        using var socket = listener.Accept();
        var latencies = Latencies.New();
        var bytes = new byte[Size];
        for (var i = -rounds / 10; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            socket.Send(bytes);
            ReadAll(socket, bytes);
            if (i >= 0)
            {
                latencies.RecordValue(Latencies.Nanoseconds(started));
            }
        }

        return latencies;
    }

    /// <summary>The other process: sends back what it reads, until the connection ends.</summary>
    public static void Echo(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        var bytes = new byte[Size];
        while (ReadAll(socket, bytes))
        {
            socket.Send(bytes);
        }
    }

    private static bool ReadAll(Socket socket, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = socket.Receive(bytes);
            if (read == 0)
            {
                return false;
            }

            bytes = bytes[read..];
        }

        return true;
    }
}
