using System.Buffers;
using System.Text;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// A Ksock on <c>/dev/kbusN</c>, by the operations of kbus.md 4: sending is one write and SEND, receiving NEXTMSG and one read. Which kernel module or
/// program serves the device makes no difference. Several threads may use one; a send and a receive do not hinder each other.
/// </summary>
public sealed partial class DeviceKsock : KsockBase
{
    /// <summary>Longer messages than any device takes; their header alone makes it say so.</summary>
    private const int NeverTaken = 1 << 26;

    private static readonly MemoryLayout Layout = MemoryLayout.Native;

    private readonly DeviceFile _file;
    private readonly DeviceWaiters _waiters = new();
    private readonly DeviceTasks _tasks;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly MessageNameCache _names = new();

    internal DeviceKsock(DeviceFile file, int device, uint id, bool canWrite, string path)
        : base(device, id, canWrite, path)
    {
        _file = file;
        _tasks = file.NewTasks(device);
    }

    /// <summary>Opens a Ksock on <c>/dev/kbusN</c>.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="canWrite">Whether for sending too (O_RDWR), or for reading alone (O_RDONLY).</param>
    /// <exception cref="KbusException">
    /// There is no such device (ENOENT), nobody serves it (ENODEV), it is no KBUS device (ENOTTY), or it may not be opened (EACCES); the text says what to do.
    /// </exception>
    public static DeviceKsock Open(int device, bool canWrite = true) => DeviceDoor.Open(DeviceDoor.PathOf(device), device, canWrite);

    /// <inheritdoc/>
    public override Errno TrySend(KbusMessage message, out MessageId id)
    {
        id = MessageId.None;
        if (!CanWrite)
        {
            return Errno.EBADF;
        }

        lock (_writing)
        {
            var error = WriteWhole(message);
            return error == Errno.None ? OnSendWritten(out id) : error;
        }
    }

    /// <inheritdoc/>
    protected override Errno OnBind(string name, BindingKind kind) => BindOrUnbind(DeviceIoctl.Bind, name, kind);

    /// <inheritdoc/>
    protected override Errno OnUnbind(string name, BindingKind kind) => BindOrUnbind(DeviceIoctl.Unbind, name, kind);

    /// <inheritdoc/>
    protected override unsafe Errno OnFindReplier(string name, out uint replier)
    {
        fixed (byte* bytes = NameBytes(name))
        {
            var argument = new ReplierArgument { NameLength = (uint)name.Length, Name = (nint)bytes };
            var error = _file.Ioctl(DeviceIoctl.Replier, &argument, out var found);
            replier = found == 1 ? argument.ReturnId : 0;
            return error;
        }
    }

    /// <inheritdoc/>
    protected override Errno OnTryReceive(out KbusMessage? message)
    {
        message = null;
        lock (_reading)
        {
            var error = OnNextMessage(out var length);
            if (error != Errno.None || length == 0)
            {
                return error;
            }

            var buffer = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                error = ReadWhole(buffer.AsSpan(0, (int)length));
                message = error == Errno.None ? Parse(buffer.AsSpan(0, (int)length)) : null;
                return error;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <inheritdoc/>
    protected override Errno OnPoll(out KsockEvents events)
    {
        var error = _file.Poll(ToPoll(KsockEvents.Readable | KsockEvents.Writable), signal: null, out var came);
        events = ToEvents(came);
        return error;
    }

    /// <inheritdoc/>
    protected override Errno OnWrite(ReadOnlySpan<byte> bytes)
    {
        lock (_writing)
        {
            return _file.Write(bytes);
        }
    }

    /// <inheritdoc/>
    protected override Errno OnSendWritten(out MessageId id)
    {
        lock (_writing)
        {
            var error = _file.Ioctl(DeviceIoctl.Send, out id);
            if (error is not (Errno.None or Errno.EAGAIN))
            {
                id = MessageId.None;
            }

            return error;
        }
    }

    /// <inheritdoc/>
    protected override Errno OnDiscard() => _file.Ioctl(DeviceIoctl.Discard);

    /// <inheritdoc/>
    protected override Errno OnNextMessage(out uint length)
    {
        lock (_reading)
        {
            length = 0;
            return _file.Ioctl(DeviceIoctl.NextMessage, ref length);
        }
    }

    /// <inheritdoc/>
    protected override Errno OnRead(Span<byte> into, out int read)
    {
        lock (_reading)
        {
            return _file.Read(into, out read);
        }
    }

    /// <inheritdoc/>
    protected override Errno OnQuery(KsockQuery query, out ulong answer)
    {
        if (query == KsockQuery.LastSent)
        {
            var error = _file.Ioctl(DeviceIoctl.LastSent, out MessageId id);
            answer = ((ulong)id.Network << 32) | id.Serial;
            return error;
        }

        var value = 0u;
        var failed = _file.Ioctl(
            query switch
            {
                KsockQuery.LengthLeft => DeviceIoctl.LengthLeft,
                KsockQuery.QueuedMessages => DeviceIoctl.QueuedMessages,
                KsockQuery.UnansweredRequests => DeviceIoctl.UnansweredRequests,
                _ => throw new ArgumentOutOfRangeException(nameof(query), query, "No such query."),
            },
            ref value);
        answer = value;
        return failed;
    }

    /// <inheritdoc/>
    protected override Errno OnSet(KsockOperation setting, uint value, out uint answer)
    {
        answer = value;
        return _file.Ioctl(
            setting switch
            {
                KsockOperation.MaxMessages => DeviceIoctl.MaxMessages,
                KsockOperation.MessagesOnlyOnce => DeviceIoctl.MessagesOnlyOnce,
                KsockOperation.Verbose => DeviceIoctl.Verbose,
                KsockOperation.ReportReplierBinds => DeviceIoctl.ReportReplierBinds,
                KsockOperation.MaxMessageSize => DeviceIoctl.MaxMessageSize,
                _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, "No such setting."),
            },
            ref answer);
    }

    /// <inheritdoc/>
    protected override Errno OnNewDevice(out uint number)
    {
        number = 0;
        return _file.Ioctl(DeviceIoctl.NewDevice, ref number);
    }

    /// <inheritdoc/>
    protected override void OnClose()
    {
        if (!_waiters.Close())
        {
            return;
        }

        _tasks.Close();

        // When close returns the Ksock is gone for everybody: what is under way on other threads ends first, and none of it blocks.
        lock (_writing)
        {
            lock (_reading)
            {
                _file.Dispose();
            }
        }
    }

    // Each character is a byte; one that is none becomes '?', which no name has. The zero after it is there for whoever prints it.
    private static byte[] NameBytes(string name)
    {
        var bytes = new byte[name.Length + 1];
        Encoding.Latin1.GetBytes(name, bytes);
        return bytes;
    }

    private unsafe Errno BindOrUnbind(uint request, string name, BindingKind kind)
    {
        fixed (byte* bytes = NameBytes(name))
        {
            var argument = new BindArgument { IsReplier = kind == BindingKind.Replier ? 1u : 0u, NameLength = (uint)name.Length, Name = (nint)bytes };
            return _file.Ioctl(request, &argument, out _);
        }
    }

    private Errno WriteWhole(KbusMessage message)
    {
        var length = Layout.EntireLength(message);
        if (length > NeverTaken)
        {
            Span<byte> header = stackalloc byte[Layout.HeaderSize];
            MessageHeader.Write(message, header, Layout);
            var error = _file.Write(header);
            return error == Errno.None && (error = OnDiscard()) == Errno.None ? Errno.EMSGSIZE : error;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            EntireMessage.Write(message, buffer, Layout);
            return _file.Write(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Errno ReadWhole(Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var error = _file.Read(into, out var read);
            if (error != Errno.None)
            {
                return error;
            }

            if (read == 0)
            {
                throw new KbusException(
                    Errno.EIO,
                    KsockOperation.Receive,
                    $"'{Bus}' ended a message {into.Length} bytes before the length it had given. A process that shares this Ksock may have popped the next one",
                    Device);
            }

            into = into[read..];
        }

        return Errno.None;
    }

    private KbusMessage Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return EntireMessage.Read(bytes, Layout, _names);
        }
        catch (FormatException e)
        {
            throw new KbusException(Errno.EIO, KsockOperation.Receive, $"'{Bus}' gave what is no message. {e.Message.TrimEnd('.')}", Device, e);
        }
    }
}
