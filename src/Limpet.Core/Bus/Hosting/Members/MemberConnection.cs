using System.Net.Sockets;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>
/// One connection of a member, as the hosting process sees it. It reads a frame only when the answer to the one before has gone, so that a member
/// who stops reading holds one answer's memory and stalls nobody.
/// </summary>
internal sealed class MemberConnection(BusServer server, BusHost host, Socket socket, int processId)
{
    // So many frames of one connection are answered before the others have their turn.
    private const int MostInOneTurn = 64;

    private readonly Lock _gate = new();
    private readonly FrameBuffer _in = new();
    private readonly FrameWriter _out = new();
    private readonly MessageNameCache _names = new();
    private MemberKsock? _member;
    private MemberInspection? _inspection;
    private bool _attached;
    private MemberOperation _waitingFor;
    private uint _waitingArgument;

    public int Fd { get; } = (int)socket.Handle;

    /// <summary>What the server's poll is to wait for.</summary>
    public short Wanted
    {
        get
        {
            lock (_gate)
            {
                return _out.IsEmpty ? Libc.PollIn : Libc.PollOut;
            }
        }
    }

    /// <summary>Whether frames may be here already that the last turn left, so that the socket will not tell of them.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether it is closed. For the server's thread alone.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The Ksock that ends with this connection.</summary>
    public MemberKsock? Opened => _attached ? null : _member;

    /// <summary>The Ksock that this connection waits for, and ends with.</summary>
    public MemberKsock? AttachedTo => _attached ? _member : null;

    // A member that cancels and hears nothing of it for long, because this process stood still, leaves; what was popped for it then would be lost, and it would not
    // hear what became of its send.
    private bool HasLeft
    {
        get
        {
            Span<PollFd> fds = [new PollFd { Fd = Fd }];
            Libc.Poll(fds, timeoutMs: 0);
            return fds[0].Returned != 0;
        }
    }

    private bool WaitsToSend => _waitingFor == MemberOperation.Wait && ((KsockEvents)_waitingArgument & KsockEvents.Writable) != 0;

    /// <summary>Writes what is pending, and reads and answers what has come. Only the server's thread calls it.</summary>
    /// <returns>Whether the connection lives on.</returns>
    /// <exception cref="FormatException">What came is no frame.</exception>
    public bool Service()
    {
        HasMore = false;
        for (var answered = 0; ; answered++)
        {
            if (!Flush())
            {
                return false;
            }

            if (Wanted == Libc.PollOut)
            {
                return true;
            }

            if (answered >= MostInOneTurn)
            {
                HasMore = true;
                return true;
            }

            if (_in.TryTake(out var frame))
            {
                News news;
                lock (_gate)
                {
                    news = Answer(ref frame);
                }

                news.Tell();
                continue;
            }

            var read = socket.Receive(_in.Room(), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return true;
            }

            if (error != SocketError.Success || read == 0)
            {
                return false;
            }

            _in.Filled(read);
        }
    }

    /// <summary>Answers the Receive or Wait that waits here, if it now can be. Called on any thread.</summary>
    public void TryAnswerWaiting()
    {
        News news;
        bool sent;
        lock (_gate)
        {
            if (_waitingFor == default || !TryAnswer(out news))
            {
                return;
            }

            sent = Flush() && _out.IsEmpty;
        }

        news.Tell();
        if (!sent)
        {
            server.Wake();
        }
    }

    /// <summary>Ends it; the Ksock closes with the connection that opened it.</summary>
    public void Close()
    {
        IsClosed = true;
        lock (_gate)
        {
            EndWaiting();
        }

        socket.Dispose();
        if (_member is { } member && !_attached)
        {
            server.Forget(member);
            host.Run(() =>
            {
                member.Ksock.Close();
                return true;
            });
        }
    }

    private News Answer(ref FrameReader frame)
    {
        switch (frame.Operation)
        {
            case MemberOperation.Open or MemberOperation.Attach when _member is null && _inspection is null:
                return Join(ref frame);
            case MemberOperation.Inspect when _member is null && _inspection is null:
                Inspect(ref frame);
                return default;
            case MemberOperation.Bindings when _inspection is not null:
                frame.End();
                _inspection.AnswerBindings(_out);
                return default;
            case MemberOperation.Ksocks when _inspection is not null:
                frame.End();
                _inspection.AnswerKsocks(_out);
                return default;
            case MemberOperation.Receive or MemberOperation.Wait or MemberOperation.WaitToSend when _attached && _waitingFor == default:
                _waitingFor = frame.Operation;
                _waitingArgument = frame.Operation == MemberOperation.WaitToSend ? 0 : frame.U32();
                frame.End();
                _member!.StartWaiting(this, WaitsToSend);
                TryAnswer(out var news);
                return news;
            case MemberOperation.Cancel when _attached:
                frame.End();
                if (_waitingFor != default)
                {
                    _out.BeginAnswer(_waitingFor == MemberOperation.WaitToSend ? Errno.EAGAIN : Errno.None);
                    _out.U32(0);
                    _out.End();
                    EndWaiting();
                }

                return default;
            default:
                if (_member is null || _attached)
                {
                    throw new FormatException($"The operation {(byte)frame.Operation} is not expected here.");
                }

                if (frame.Operation == MemberOperation.NewDevice)
                {
                    MemberCommands.NewDevice(ref frame, host, _out);
                    return default;
                }

                lock (host.Gate)
                {
                    MemberCommands.Answer(ref frame, _member.Ksock, _names, _out);
                    return host.TakeNews();
                }
        }
    }

    private News Join(ref FrameReader frame)
    {
        if (!SpeaksOurVersion(ref frame))
        {
            return default;
        }

        if (frame.Operation == MemberOperation.Open)
        {
            var canWrite = frame.U32() != 0;
            frame.End();
            lock (host.Gate)
            {
                _member = server.NewMember(host.Device.Open(canWrite, processId));
            }
        }
        else
        {
            var ksock = frame.U32();
            var token = frame.U64();
            frame.End();
            _member = server.FindMember(ksock, token) ?? throw new FormatException($"Nobody has opened Ksock {ksock} with that token.");
            _attached = true;
        }

        _out.BeginAnswer(Errno.None);
        _out.U32(_member.Ksock.Id);
        _out.U64(_member.Token);
        _out.End();
        return default;
    }

    private void Inspect(ref FrameReader frame)
    {
        if (SpeaksOurVersion(ref frame))
        {
            frame.End();
            _inspection = new MemberInspection(host.Inspect());
            _inspection.AnswerStatus(_out);
        }
    }

    private bool SpeaksOurVersion(ref FrameReader frame)
    {
        if (frame.U32() == MemberProtocol.Version)
        {
            return true;
        }

        _out.BeginAnswer(Errno.EPERM);
        _out.U32(MemberProtocol.Version);
        _out.End();
        return false;
    }

    // Under _gate. Whether what waits here has been answered.
    private bool TryAnswer(out News news)
    {
        lock (host.Gate)
        {
            var answered = _waitingFor switch
            {
                MemberOperation.Receive => TryAnswerReceive(),
                MemberOperation.Wait => TryAnswerWait(),
                _ => TryAnswerSend(),
            };
            news = host.TakeNews();
            if (answered)
            {
                EndWaiting();
            }

            return answered;
        }
    }

    private bool TryAnswerReceive()
    {
        var ksock = _member!.Ksock;
        if (!ksock.IsReadable || HasLeft)
        {
            return false;
        }

        _out.BeginAnswer(Errno.None);
        var place = _out.Reserve();
        var count = 0u;
        while (count < _waitingArgument && _out.FrameLength < MemberProtocol.GatherBudget && ksock.Receive() is { } message)
        {
            _out.Message(message);
            count++;
        }

        _out.Fill(place, count);
        _out.End();
        return true;
    }

    private bool TryAnswerWait()
    {
        var events = MemberCommands.Poll(_member!.Ksock) & (KsockEvents)_waitingArgument;
        if (events == KsockEvents.None)
        {
            return false;
        }

        _out.BeginAnswer(Errno.None);
        _out.U32((uint)events);
        _out.End();
        return true;
    }

    private bool TryAnswerSend()
    {
        var error = HasLeft ? Errno.EAGAIN : _member!.Ksock.RetrySend();
        if (error == Errno.EAGAIN)
        {
            return false;
        }

        _out.BeginAnswer(error);
        _out.U32(0);
        _out.End();
        return true;
    }

    private void EndWaiting()
    {
        if (_waitingFor != default)
        {
            _member!.StopWaiting(this, WaitsToSend);
            _waitingFor = default;
        }
    }

    private bool Flush()
    {
        lock (_gate)
        {
            while (!_out.IsEmpty)
            {
                var sent = socket.Send(_out.Pending, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock)
                {
                    return true;
                }

                if (error != SocketError.Success)
                {
                    return false;
                }

                _out.Consume(sent);
            }

            return true;
        }
    }
}
