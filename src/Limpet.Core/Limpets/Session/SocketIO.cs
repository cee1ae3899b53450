using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Session;

/// <summary>
/// Sending and receiving on a socket that does not block, by system calls alone: the runtime's asynchronous sockets would add a hop between threads to each message.
/// </summary>
internal static class SocketIO
{
    /// <summary>Receives what there is, waiting until there is something: how many bytes, 0 at the end of the stream, -1 when the time is over.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public static int Receive(Socket socket, Span<byte> into, Deadline deadline)
    {
        while (true)
        {
            var count = socket.Receive(into, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                return count;
            }

            if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
            {
                throw Gone(error);
            }

            if (!socket.Poll(deadline.Left, SelectMode.SelectRead) && deadline.Left == TimeSpan.Zero)
            {
                return -1;
            }
        }
    }

    /// <summary>Sends what the socket takes at once: how many bytes.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    public static int SendSome(Socket socket, ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        while (sent < bytes.Length)
        {
            var count = socket.Send(bytes[sent..], SocketFlags.None, out var error);
            switch (error)
            {
                case SocketError.Success:
                    sent += count;
                    break;
                case SocketError.WouldBlock:
                    return sent;
                case SocketError.Interrupted:
                    break;
                default:
                    throw Gone(error);
            }
        }

        return sent;
    }

    /// <summary>Sends all, waiting while the other side takes no more.</summary>
    /// <exception cref="OtherLimpetGoneAwayException">The connection broke.</exception>
    /// <exception cref="LimpetTimeoutException">The time was over before.</exception>
    public static void SendAll(Socket socket, ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        while (true)
        {
            bytes = bytes[SendSome(socket, bytes)..];
            if (bytes.IsEmpty)
            {
                return;
            }

            if (!socket.Poll(deadline.Left, SelectMode.SelectWrite) && deadline.Left == TimeSpan.Zero)
            {
                throw new LimpetTimeoutException($"The other Limpet took no more bytes for {deadline.Timeout.TotalSeconds:0.###} s.");
            }
        }
    }

    private static OtherLimpetGoneAwayException Gone(SocketError error) => new($"The connection to the other Limpet broke ({error}).", new SocketException((int)error));
}
