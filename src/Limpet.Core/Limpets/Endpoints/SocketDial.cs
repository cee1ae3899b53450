using System.Net;
using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>Makes a connection with a time limit, and leaves the socket unknown to the runtime's asynchronous machinery, which would wake for all that arrives.</summary>
internal static class SocketDial
{
    // How long a cancellation may go unnoticed while a Unix socket has no room.
    private const int LookMilliseconds = 50;

    public static Socket Connect(Endpoint endpoint, EndPoint address, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var socket = Make(endpoint, address);
        if (address.AddressFamily == AddressFamily.Unix)
        {
            ConnectUnix(socket, endpoint, address, deadline, cancellationToken);
            return socket;
        }

        var connecting = Task.Factory.StartNew(() => socket.Connect(address), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (!connecting.Wait((int)Math.Min(deadline.Left.TotalMilliseconds, int.MaxValue), cancellationToken))
            {
                Abandon(socket, connecting);
                throw TookTooLong(endpoint, deadline);
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

    // Nothing but its own time limit ends the waiting for room at a Unix socket whose owner accepts nobody: neither closing it from another thread nor shutting it down.
    private static void ConnectUnix(Socket socket, Endpoint endpoint, EndPoint address, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var left = deadline.LeftMilliseconds;
                if (left == 0)
                {
                    throw TookTooLong(endpoint, deadline);
                }

                socket.SendTimeout = left is < 0 or > LookMilliseconds ? LookMilliseconds : left;
                try
                {
                    socket.Connect(address);
                    socket.SendTimeout = 0;
                    return;
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new GiveUpException($"Cannot connect to {endpoint}: {Describe(e)}.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static LimpetTimeoutException TookTooLong(Endpoint endpoint, Deadline deadline) => new($"Connecting to {endpoint} took longer than {deadline.Timeout.TotalSeconds:0.###} s.");

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
