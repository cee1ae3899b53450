using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>
/// One connection of this process to the process that hosts a bus: a frame out, an answer in, on the caller's own thread. For one caller at a time, but
/// for <see cref="Cancel"/> and <see cref="Dispose"/>.
/// </summary>
internal sealed class HostLink : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // How long a host may take to answer that something was cancelled; over that it is left, and what it did meanwhile this link does not tell.
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly Lock _sending = new();
    private readonly FrameBuffer _in;
    private Timer? _cancelling;
    private Patience _patience;

    private enum Patience
    {
        Endless,
        Limited,
        Lost,
    }

    private HostLink(Socket socket, int processId, int device)
    {
        _socket = socket;
        _in = new FrameBuffer(text => Malformed(text, device));
        HostProcessId = processId;
    }

    /// <summary>The process that hosts the bus.</summary>
    public int HostProcessId { get; }

    /// <summary>Whether an exchange failed, so that there will be no other.</summary>
    public bool Broken { get; set; }

    /// <summary>Whether it was ended just as the answer to a cancelled exchange came, so that there will be no other either.</summary>
    public bool Spent { get; private set; }

    /// <summary>The frame to send next.</summary>
    public FrameWriter Frame { get; } = new();

    /// <summary>Connects, or gives null where nobody listens.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="device">The bus, for errors.</param>
    /// <param name="patience">How long it may take, which is no time but where the host stands still; 5 seconds unless told otherwise.</param>
    /// <exception cref="KbusException">Somebody else's process listens there (EACCES), or there is no descriptor left to connect with (EMFILE).</exception>
    public static HostLink? TryConnect(string path, int device, TimeSpan? patience = null)
    {
        var socket = NewSocket(device);
        try
        {
            // Connecting waits too, where the host stands still and many wait already.
            socket.SendTimeout = (int)(patience ?? ConnectTimeout).TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var peer = PeerCredentials.Of(socket);
            return peer.UserId == Libc.EffectiveUserId()
                ? new HostLink(socket, peer.ProcessId, device)
                : throw new KbusException(Errno.EACCES, KsockOperation.Open, $"The process behind '{path}' belongs to user {peer.UserId}; only one's own processes may host a bus", device);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Lets an answer, and the sending of what it is for, take no longer than that; on a link whose answers need no waiting.</summary>
    public void LimitAnswers(TimeSpan timeout) => _socket.SendTimeout = _socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;

    /// <summary>From now on answers may take as long as they do.</summary>
    public void WaitForAnswers() => _socket.ReceiveTimeout = 0;

    /// <summary>What to throw when the host speaks another version of the protocol.</summary>
    public KbusException OtherVersion(uint version, int device) => new(
        Errno.EPERM,
        KsockOperation.Open,
        $"Process {HostProcessId} hosts bus {device} with version {version} of the protocol between processes, and this one has version {MemberProtocol.Version}; use the same Limpet in both",
        device);

    /// <summary>Sends the frame that was begun and waits for its answer.</summary>
    /// <param name="answer">The answer; its bytes hold until the next exchange.</param>
    /// <returns>Whether there is one; otherwise the host is gone.</returns>
    public bool TryExchange(out FrameReader answer)
    {
        answer = default;
        return TrySend() && TryReadAnswer(out answer);
    }

    /// <summary>As <see cref="TryExchange(out FrameReader)"/>, for what the host answers only in time: cancelling asks it to answer at once.</summary>
    public bool TryExchange(CancellationToken cancellationToken, out FrameReader answer)
    {
        answer = default;
        if (!TrySend())
        {
            return false;
        }

        // Only now: a Cancel must not arrive before what it cancels.
        using (cancellationToken.UnsafeRegister(static link => ((HostLink)link!).Cancel(), this))
        {
            if (!TryReadAnswer(out answer))
            {
                return false;
            }
        }

        _cancelling?.Dispose();
        _cancelling = null;
        Spent = Interlocked.Exchange(ref _patience, Patience.Endless) == Patience.Lost;
        return true;
    }

    /// <summary>Ends it, which ends an exchange that waits.</summary>
    public void Dispose()
    {
        Shutdown();
        _cancelling?.Dispose();
        _socket.Dispose();
    }

    /// <summary>Ends an exchange that waits, without freeing anything.</summary>
    public void Shutdown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already, which is what was wanted.
        }
    }

    private static Socket NewSocket(int device)
    {
        try
        {
            return new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        }
        catch (SocketException e)
        {
            throw new KbusException(Errno.EMFILE, KsockOperation.Open, $"The process that hosts bus {device} cannot be reached: {e.Message}", device, e);
        }
    }

    // Whatever listens there is no host of a bus, and what it says next would be understood no better.
    private KbusException Malformed(string text, int device)
    {
        Shutdown();
        return new KbusException(Errno.EIO, KsockOperation.Query, $"What process {HostProcessId} answers, which listens as the host of bus {device}, is no answer: {text.TrimEnd('.')}", device);
    }

    private void Cancel()
    {
        lock (_sending)
        {
            Frame.Begin(MemberOperation.Cancel);
            Frame.End();
            TrySend();
        }

        // A host that does not answer even that must not hold whoever cancelled.
        Interlocked.Exchange(ref _patience, Patience.Limited);
        _cancelling = new Timer(static link => ((HostLink)link!).LosePatience(), this, CancelTimeout, Timeout.InfiniteTimeSpan);
    }

    private void LosePatience()
    {
        if (Interlocked.CompareExchange(ref _patience, Patience.Lost, Patience.Limited) == Patience.Limited)
        {
            Shutdown();
        }
    }

    private bool TrySend()
    {
        lock (_sending)
        {
            while (!Frame.IsEmpty)
            {
                int sent;
                SocketError error;
                try
                {
                    sent = _socket.Send(Frame.Pending, SocketFlags.None, out error);
                }
                catch (ObjectDisposedException)
                {
                    return false;
                }

                if (error != SocketError.Success)
                {
                    return false;
                }

                Frame.Consume(sent);
            }

            return true;
        }
    }

    private bool TryReadAnswer(out FrameReader answer)
    {
        while (!_in.TryTake(out answer))
        {
            int read;
            SocketError error;
            try
            {
                read = _socket.Receive(_in.Room(), SocketFlags.None, out error);
            }
            catch (ObjectDisposedException)
            {
                return false;
            }

            if (error != SocketError.Success || read == 0)
            {
                return false;
            }

            _in.Filled(read);
        }

        return true;
    }
}
