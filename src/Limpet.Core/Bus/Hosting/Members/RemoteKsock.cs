using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Bus.Hosting.Members;

/// <summary>
/// A Ksock on a bus that another process hosts. Each operation is one exchange on the caller's own thread; what waits does so on a connection of its own, so
/// that others can go on. The host closes the Ksock when this process ends, however it ends.
/// </summary>
internal sealed partial class RemoteKsock : KsockBase, IWaitingSender, IBulkKsock
{
    private const int WriteChunk = 256 * 1024;

    private readonly string _path;
    private readonly ulong _token;
    private readonly HostLink _commands;
    private readonly Lock _gate = new();
    private readonly MessageNameCache _names = new();
    private volatile bool _closed;

    private RemoteKsock(int device, uint id, bool canWrite, HostLink commands, ulong token, string path)
        : base(device, id, canWrite, $"embedded bus {device}, hosted by process {commands.HostProcessId}")
    {
        _commands = commands;
        _token = token;
        _path = path;
    }

    /// <summary>Opens a Ksock over a connection to the host, which is the Ksock's from then on.</summary>
    /// <returns>The Ksock, or null when the host went away meanwhile.</returns>
    /// <exception cref="KbusException">The host speaks another version (EPERM), or answers what is no answer (EIO); the connection is ended then.</exception>
    public static RemoteKsock? TryOpen(HostLink link, int device, bool canWrite, string path)
    {
        try
        {
            return Open(link, device, canWrite, path);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static RemoteKsock? Open(HostLink link, int device, bool canWrite, string path)
    {
        link.LimitAnswers(MemberProtocol.AnswerTimeout);
        link.Frame.Begin(MemberOperation.Open);
        link.Frame.U32(MemberProtocol.Version);
        link.Frame.U32(canWrite ? 1u : 0u);
        link.Frame.End();
        if (!link.TryExchange(out FrameReader answer))
        {
            return null;
        }

        if (answer.U32() != (uint)Errno.None)
        {
            throw link.OtherVersion(answer.U32(), device);
        }

        return new RemoteKsock(device, answer.U32(), canWrite, link, answer.U64(), path);
    }

    public override Errno TrySend(KbusMessage message, out MessageId id)
    {
        id = MessageId.None;
        if (!CanWrite)
        {
            return Errno.EBADF;
        }

        if (IsOverlong(message))
        {
            return Errno.EMSGSIZE;
        }

        lock (_gate)
        {
            var frame = Begin(MemberOperation.Send);
            frame.Message(message);
            var error = Exchange(out FrameReader answer);
            if (error is Errno.None or Errno.EAGAIN)
            {
                id = answer.Id();
            }

            return error;
        }
    }

    protected override Errno OnBind(string name, BindingKind kind) => NameAndKind(MemberOperation.Bind, name, kind);

    protected override Errno OnUnbind(string name, BindingKind kind) => NameAndKind(MemberOperation.Unbind, name, kind);

    protected override Errno OnFindReplier(string name, out uint replier)
    {
        lock (_gate)
        {
            Begin(MemberOperation.FindReplier).Text(Shortened(name));
            return Exchange(out replier);
        }
    }

    protected override Errno OnTryReceive(out KbusMessage? message)
    {
        lock (_gate)
        {
            Begin(MemberOperation.TryReceive);
            var error = Exchange(out FrameReader answer);
            message = error == Errno.None && answer.U32() == 1 ? answer.Message(_names) : null;
            return error;
        }
    }

    protected override Errno OnPoll(out KsockEvents events)
    {
        lock (_gate)
        {
            Begin(MemberOperation.Poll);
            var error = Exchange(out uint bits);
            events = (KsockEvents)bits;
            return error;
        }
    }

    protected override Errno OnWrite(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var error = Errno.None;
            do
            {
                var piece = bytes[..Math.Min(bytes.Length, WriteChunk)];
                bytes = bytes[piece.Length..];
                Begin(MemberOperation.Write).Bytes(piece);
                error = Exchange(out FrameReader _);
            }
            while (error == Errno.None && !bytes.IsEmpty);
            return error;
        }
    }

    protected override Errno OnSendWritten(out MessageId id)
    {
        lock (_gate)
        {
            id = MessageId.None;
            Begin(MemberOperation.SendWritten).U32(0);
            var error = Exchange(out FrameReader answer);
            if (error == Errno.None && answer.U32() == 1)
            {
                var (name, data) = OwnMemory.Fetch(Parts(ref answer));
                var frame = Begin(MemberOperation.SendWritten);
                frame.U32(1);
                frame.Bytes(name);
                frame.Bytes(data);
                error = Exchange(out answer);
                if (error == Errno.None)
                {
                    answer.U32();
                }
            }

            if (error == Errno.None)
            {
                id = answer.Id();
            }

            return error;
        }
    }

    protected override Errno OnDiscard()
    {
        lock (_gate)
        {
            Begin(MemberOperation.Discard);
            return Exchange(out FrameReader _);
        }
    }

    protected override Errno OnNextMessage(out uint length)
    {
        lock (_gate)
        {
            Begin(MemberOperation.NextMessage);
            return Exchange(out length);
        }
    }

    protected override Errno OnRead(Span<byte> into, out int read)
    {
        lock (_gate)
        {
            read = 0;
            Begin(MemberOperation.Read).U32((uint)into.Length);
            var error = Exchange(out FrameReader answer);
            if (error == Errno.None)
            {
                var bytes = answer.Bytes();
                if (bytes.Length > into.Length)
                {
                    throw answer.Malformed($"{bytes.Length} bytes, where at most {into.Length} were asked for");
                }

                bytes.CopyTo(into);
                read = bytes.Length;
            }

            return error;
        }
    }

    protected override Errno OnQuery(KsockQuery query, out ulong answer)
    {
        lock (_gate)
        {
            Begin(MemberOperation.Query).U32((uint)query);
            var error = Exchange(out FrameReader fields);
            answer = error == Errno.None ? fields.U64() : 0;
            return error;
        }
    }

    protected override Errno OnSet(KsockOperation setting, uint value, out uint answer)
    {
        lock (_gate)
        {
            var frame = Begin(MemberOperation.Set);
            frame.U32((uint)setting);
            frame.U32(value);
            return Exchange(out answer);
        }
    }

    protected override Errno OnNewDevice(out uint number)
    {
        lock (_gate)
        {
            Begin(MemberOperation.NewDevice);
            return Exchange(out number);
        }
    }

    protected override void OnClose()
    {
        lock (_waitersGate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _waiters.ForEach(waiter => waiter.Shutdown());
            while (_idle.TryPop(out var idle))
            {
                _waiters.Remove(idle);
                idle.Dispose();
            }
        }

        // Whoever is in the middle of an exchange finishes it first, so that what was sent before the close counts.
        lock (_gate)
        {
            // When close returns the Ksock is gone for everybody. A host that is gone itself has closed it, and one that stands still closes it when it goes on.
            _commands.LimitAnswers(MemberProtocol.CloseTimeout);
            Begin(MemberOperation.Close);
            _commands.Frame.End();
            _commands.TryExchange(out FrameReader _);
            _commands.Dispose();
        }
    }

    // One byte too many is enough to be told so.
    private static string Shortened(string name) => name.Length > MessageName.MaxLength + 1 ? name[..(MessageName.MaxLength + 1)] : name;

    private static PointyParts Parts(ref FrameReader answer)
    {
        var (nameAddress, nameLength, dataAddress, dataLength) = (answer.U64(), answer.U32(), answer.U64(), answer.U32());
        return nameLength <= MessageName.MaxLength && dataLength <= BusDevice.AbsoluteMaxMessageSize
            ? new PointyParts(nameAddress, (int)nameLength, dataAddress, (int)dataLength)
            : throw answer.Malformed($"a name of {nameLength} and data of {dataLength} bytes are wanted, which no message has");
    }

    private FrameWriter Begin(MemberOperation operation)
    {
        _commands.Frame.Begin(operation);
        return _commands.Frame;
    }

    private Errno NameAndKind(MemberOperation operation, string name, BindingKind kind)
    {
        lock (_gate)
        {
            var frame = Begin(operation);
            frame.Text(Shortened(name));
            frame.U32(kind == BindingKind.Replier ? 1u : 0u);
            return Exchange(out FrameReader _);
        }
    }

    private Errno Exchange(out uint answer)
    {
        var error = Exchange(out FrameReader fields);
        answer = error == Errno.None ? fields.U32() : 0;
        return error;
    }

    private Errno Exchange(out FrameReader answer)
    {
        answer = default;
        if (_closed)
        {
            _commands.Frame.Consume(_commands.Frame.Pending.Length);
            return Errno.EBADF;
        }

        _commands.Frame.End();
        if (!_commands.TryExchange(out answer))
        {
            // Also when the host is too slow: an answer that comes after all would be taken for that to the next question.
            _commands.Shutdown();
            return Errno.ENODEV;
        }

        return (Errno)answer.U32();
    }
}
