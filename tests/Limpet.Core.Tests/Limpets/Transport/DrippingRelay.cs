using System.Net;
using System.Net.Sockets;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>A network between two sides that passes one byte at a time, and holds some back when told.</summary>
internal sealed class DrippingRelay : IDisposable
{
    private readonly Socket _listener;
    private readonly List<Socket> _sockets = [];
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly EndPoint _to;
    private int _held;

    /// <summary>Listens at a port of its own, for a port of this machine.</summary>
    public DrippingRelay(int to)
        : this(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, to))
    {
    }

    /// <summary>Listens at one Unix socket, for another.</summary>
    public DrippingRelay(string path, string to)
        : this(new UnixDomainSocketEndPoint(path), new UnixDomainSocketEndPoint(to))
    {
    }

    private DrippingRelay(EndPoint at, EndPoint to)
    {
        _to = to;
        _listener = NewSocket();
        _listener.Bind(at);
        _listener.Listen();
        Start(Accept);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Lets that many bytes more pass, and then none in either direction until <see cref="Release"/>.</summary>
    public void HoldAfter(int bytes)
    {
        Volatile.Write(ref _held, bytes);
        _open.Reset();
    }

    public void Release() => _open.Set();

    /// <summary>Whether those bytes have passed.</summary>
    public bool IsHolding => Volatile.Read(ref _held) <= 0;

    public void Dispose()
    {
        _open.Set();
        _listener.Dispose();
        lock (_sockets)
        {
            _sockets.ForEach(s => s.Dispose());
        }
    }

    private static void Start(Action act) => new Thread(() =>
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side has closed, or the test is over.
        }
    })
    { IsBackground = true }.Start();

    private void Accept()
    {
        while (true)
        {
            var near = Own(_listener.Accept());
            var far = Own(NewSocket());
            far.Connect(_to);
            Start(() => Drip(near, far));
            Start(() => Drip(far, near));
        }
    }

    private Socket NewSocket() => new(_to.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);

    private Socket Own(Socket socket)
    {
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.NoDelay = true;
        }

        lock (_sockets)
        {
            _sockets.Add(socket);
        }

        return socket;
    }

    private void Drip(Socket from, Socket to)
    {
        var drop = new byte[1];
        while (from.Receive(drop) == 1)
        {
            if (!_open.IsSet && Interlocked.Decrement(ref _held) < 0)
            {
                _open.Wait();
            }

            to.Send(drop);
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
