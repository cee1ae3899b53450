using System.Net.Sockets;
using System.Security.Cryptography;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>
/// Lets other processes of the same user join a hosted bus over a Unix socket: one thread that waits for all of them. Only the answer to a waiting
/// Receive is written by whoever's message it brings, without blocking, since waking this thread for it would cost far more.
/// </summary>
internal sealed class BusServer : IDisposable
{
    private const int Backlog = 128;
    private const int AcceptRetryMs = 100;

    private readonly BusHost _host;
    private readonly BusDoor _door;
    private readonly Socket _listener;
    private readonly SafeFileHandle _wake = Libc.NewEventFd();
    private readonly List<MemberConnection> _connections = [];
    private readonly List<MemberKsock> _members = [];
    private readonly Thread _thread;
    private volatile bool _ending;
    private bool _cannotAccept;

    /// <summary>Starts serving.</summary>
    /// <param name="host">The bus.</param>
    /// <param name="door">Its lock and its path, both held by this process from now on until this ends.</param>
    public BusServer(BusHost host, BusDoor door)
    {
        _host = host;
        _door = door;
        _listener = door.Listen(Backlog);
        _listener.Blocking = false;
        _thread = new Thread(Serve) { IsBackground = true, Name = $"kbus{host.Device.Number} members" };
        _thread.Start();
    }

    /// <summary>Something is to be written that a member does not take yet.</summary>
    public void Wake()
    {
        if (_ending)
        {
            return;
        }

        try
        {
            Libc.Signal(_wake);
        }
        catch (ObjectDisposedException)
        {
            // It has ended since, and has nothing more to write.
        }
    }

    public MemberKsock NewMember(BusKsock ksock)
    {
        var member = new MemberKsock(ksock, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        _members.Add(member);
        return member;
    }

    public MemberKsock? FindMember(uint ksock, ulong token) => _members.Find(member => member.Ksock.Id == ksock && member.Token == token);

    public void Forget(MemberKsock member) => _members.Remove(member);

    /// <summary>Ends serving: every member's connection is closed, and the socket file removed.</summary>
    public void Dispose()
    {
        _ending = true;
        Libc.Signal(_wake);
        _thread.Join();
        _listener.Dispose();
        _door.Dispose();
        _wake.Dispose();
    }

    private void Serve()
    {
        var polled = new List<MemberConnection>();
        while (!_ending)
        {
            polled.Clear();
            polled.AddRange(_connections);
            var fds = new PollFd[polled.Count + 2];
            fds[0] = new PollFd { Fd = (int)_wake.DangerousGetHandle(), Wanted = Libc.PollIn };
            fds[1] = new PollFd { Fd = (int)_listener.Handle, Wanted = _cannotAccept ? (short)0 : Libc.PollIn };
            for (var i = 0; i < polled.Count; i++)
            {
                fds[i + 2] = new PollFd { Fd = polled[i].Fd, Wanted = polled[i].Wanted };
            }

            Libc.Poll(fds, polled.Exists(connection => connection.HasMore) ? 0 : _cannotAccept ? AcceptRetryMs : -1);
            if (fds[0].Returned != 0)
            {
                Libc.Unsignal(_wake);
            }

            for (var i = 0; i < polled.Count; i++)
            {
                if ((fds[i + 2].Returned != 0 || polled[i].HasMore) && !polled[i].IsClosed && !Serve(polled[i]))
                {
                    Close(polled[i]);
                }
            }

            if (fds[1].Returned != 0 || _cannotAccept)
            {
                Accept();
            }
        }

        _connections.ForEach(connection => connection.Close());
    }

    private void Close(MemberConnection connection)
    {
        _connections.Remove(connection);
        connection.Close();
        if (connection.Opened is { } member)
        {
            // Whoever waits for that Ksock would wait for ever.
            _connections.FindAll(other => other.AttachedTo == member).ForEach(Close);
        }
    }

    private static bool Serve(MemberConnection connection)
    {
        try
        {
            return connection.Service();
        }
        catch (FormatException)
        {
            // Whoever speaks something else than the protocol is no member; closing is all the answer there is.
            return false;
        }
    }

    private void Accept()
    {
        Socket? socket = null;
        try
        {
            _cannotAccept = false;
            socket = _listener.Accept();
            var peer = PeerCredentials.Of(socket);
            if (peer.UserId == Libc.EffectiveUserId())
            {
                socket.Blocking = false;
                _connections.Add(new MemberConnection(this, _host, socket, peer.ProcessId));
                socket = null;
            }
        }
        catch (SocketException e)
        {
            // Whoever wanted to join has left again; or there is no descriptor or memory for it now, and it waits until there is.
            _cannotAccept = e.SocketErrorCode is not (SocketError.WouldBlock or SocketError.ConnectionAborted or SocketError.Interrupted);
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
