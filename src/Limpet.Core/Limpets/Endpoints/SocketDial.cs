using System.Net;
using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>Makes a connection with a time limit, and leaves the socket unknown to the runtime's asynchronous machinery, which would wake for all that arrives.</summary>
internal static class SocketDial
{
    public static Socket Connect(Endpoint endpoint, EndPoint address, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var socket = Make(endpoint, address);
        var connecting = Task.Factory.StartNew(() => socket.Connect(address), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (!connecting.Wait((int)Math.Min(deadline.Left.TotalMilliseconds, int.MaxValue), cancellationToken))
            {
                Abandon(socket, connecting);
                throw new LimpetTimeoutException($"Connecting to {endpoint} took longer than {deadline.Timeout.TotalSeconds:0.###} s.");
            }

            return socket;
        }
        catch (OperationCanceledException)
        {
            Abandon(socket, connecting);
            throw;
        }
        catch (AggregateException e) when (e.InnerException is SocketException inner)
        {
            socket.Dispose();
            throw new GiveUpException($"Cannot connect to {endpoint}: {Describe(inner)}.", inner);
        }
    }

    private static Socket Make(Endpoint endpoint, EndPoint address)
    {
        try
        {
            return new Socket(address.AddressFamily, SocketType.Stream, address.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        }
        catch (SocketException e)
        {
            throw new GiveUpException($"Cannot connect to {endpoint}: {Describe(e)}.", e);
        }
    }

    private static void Abandon(Socket socket, Task connecting)
    {
        // Closing the socket ends the connecting, whose failure is then nobody's business.
        socket.Dispose();
        _ = connecting.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private static string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nobody listens there",
        SocketError.AddressNotAvailable => "there is no such socket file",
        SocketError.AccessDenied => "this user may not connect there",
        _ => e.Message.TrimEnd('.'),
    };
}
