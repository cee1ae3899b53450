using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Native;

namespace Limpet.Core.Limpets.Transport;

/// <summary>
/// A socket as it is, used by system calls alone: the runtime's asynchronous sockets would add a hop between threads to each message.
/// </summary>
internal sealed class PlainTransport : LinkTransport
{
    // How often to look whether anything was taken.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

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

    public override void Bear(TimeSpan patience) => SocketSetup.Bear(_socket, patience);

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

            if (!WaitToReceive(deadline))
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
    public bool WaitToReceive(Deadline deadline) => WaitFor(Libc.PollIn, deadline);

    // A socket is writable again only once a good part of its buffer is free; whoever reads slowly takes bytes all the same, and is waited for anew.
    public override bool WaitToSend(Deadline deadline)
    {
        var unsent = Libc.UnsentBytes(_socket);
        while (!WaitFor(Libc.PollOut, deadline.AtMost(Look)))
        {
            if (Libc.UnsentBytes(_socket) < unsent)
            {
                return true;
            }

            if (deadline.LeftMilliseconds == 0)
            {
                return false;
            }
        }

        return true;
    }

    public override void EndSending() => End(SocketShutdown.Send);

    public override void EndReceiving() => End(SocketShutdown.Receive);

    public override void ShutDown() => End(SocketShutdown.Both);

    public override void Dispose() => _socket.Dispose();

    // An end or an error counts as news, for the next call to find; the runtime's own poll tells it apart from being writable, and would wait for ever.
    private bool WaitFor(short wanted, Deadline deadline)
    {
        Span<PollFd> fds = [new PollFd { Fd = (int)_socket.Handle, Wanted = wanted }];
        do
        {
            Libc.Poll(fds, deadline.LeftMilliseconds);
        }
        while (fds[0].Returned == 0 && deadline.LeftMilliseconds != 0);

        return fds[0].Returned != 0;
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
