using System.Net;
using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Tests.Limpets.Endpoints;

/// <summary>A socket that listens, accepts nobody and has no room for one more, as that of a program which was stopped.</summary>
internal sealed class FullSocket : IDisposable
{
    // Of TCP sockets nothing tells that there is no room: more than have any at a backlog of 0.
    private const int MoreThanFit = 5;

    private readonly Socket _listener;
    private readonly List<Socket> _waiting = [];

    public FullSocket(Endpoint endpoint)
    {
        Endpoint = endpoint;
        EndPoint address = endpoint is UnixEndpoint unix ? new UnixDomainSocketEndPoint(unix.Path) : new IPEndPoint(IPAddress.Loopback, ((HostEndpoint)endpoint).Port);
        _listener = New(address);
        _listener.Bind(address);
        _listener.Listen(0);
        while (_waiting.Count < MoreThanFit)
        {
            var socket = New(address);
            socket.Blocking = false;
            _waiting.Add(socket);
            try
            {
                socket.Connect(address);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // There was no room, or it is on its way.
            }
        }
    }

    public Endpoint Endpoint { get; }

    public void AcceptAll()
    {
        _listener.Blocking = false;
        while (_listener.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            _waiting.Add(_listener.Accept());
        }
    }

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private static Socket New(EndPoint address) => new(address.AddressFamily, SocketType.Stream, address.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
}
