using System.Net.Sockets;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>Listens on an endpoint. Disposing stops it and removes the socket file that it made, where that still is its own.</summary>
public sealed class EndpointListener : IDisposable
{
    internal const int Backlog = 128;

    private readonly Socket _socket;
    private readonly UnixSocketFile? _file;
    private int _disposed;

    internal EndpointListener(Endpoint endpoint, Socket socket, UnixSocketFile? file)
    {
        Endpoint = endpoint;
        _socket = socket;
        _file = file;
    }

    /// <summary>Where it listens.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Waits for somebody to connect, and sets the socket up for a Limpet.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before, or the listener was disposed.</exception>
    /// <exception cref="SocketException">The system cannot accept, for want of file descriptors say.</exception>
    public Socket Accept(CancellationToken cancellationToken = default)
    {
        try
        {
            var socket = _socket.AcceptAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
            SocketSetup.Apply(socket);
            return socket;
        }
        catch (Exception e) when (Volatile.Read(ref _disposed) != 0 && e is SocketException or ObjectDisposedException)
        {
            throw new OperationCanceledException($"Listening on {Endpoint} has ended.", e, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // The file goes first, so that nobody finds a socket that nobody listens on.
            _file?.RemoveOwn();
            _socket.Dispose();
        }
    }
}
