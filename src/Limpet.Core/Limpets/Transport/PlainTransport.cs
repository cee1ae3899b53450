using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Transport;

/// <summary>
/// A socket as it is, used by system calls alone: the runtime's asynchronous sockets would add a hop between threads to each message.
/// </summary>
internal sealed class PlainTransport : LinkTransport
{
    private readonly Socket _socket;

    /// <param name="socket">A connected socket, which is the transport's from now on.</param>
    public PlainTransport(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        Peer = PeerIdentity.Of(socket);
    }

    public override PeerIdentity Peer { get; }

    public override bool HoldsBytes => false;

    public override int Receive(Span<byte> into, Deadline deadline)
    {
        while (true)
        {
            var count = _socket.Receive(into, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                return count;
            }

            if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
            {
                throw Gone(error);
            }

            if (!_socket.Poll(deadline.Left, SelectMode.SelectRead) && deadline.Left == TimeSpan.Zero)
            {
                return -1;
            }
        }
    }

    public override int SendSome(ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        while (sent < bytes.Length)
        {
            var count = _socket.Send(bytes[sent..], SocketFlags.None, out var error);
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

    /// <summary>Waits until something has come, and says whether it has before the time was over.</summary>
    public bool WaitToReceive(Deadline deadline) => WaitFor(SelectMode.SelectRead, deadline);

    public override bool WaitToSend(Deadline deadline) => WaitFor(SelectMode.SelectWrite, deadline);

    public override void EndSending() => End(SocketShutdown.Send);

    public override void EndReceiving() => End(SocketShutdown.Receive);

    public override void ShutDown() => End(SocketShutdown.Both);

    public override void Dispose() => _socket.Dispose();

    private bool WaitFor(SelectMode what, Deadline deadline)
    {
        // A poll may come back a little early.
        while (!_socket.Poll(deadline.Left, what))
        {
            if (deadline.Left == TimeSpan.Zero)
            {
                return false;
            }
        }

        return true;
    }

    private void End(SocketShutdown which)
    {
        try
        {
            _socket.Shutdown(which);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was first.
        }
    }

    private static OtherLimpetGoneAwayException Gone(SocketError error) => new($"The connection to the other Limpet broke ({error}).", new SocketException((int)error));
}
