using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>
/// What every kind of Ksock has in common: the same exception with the same text for the same errno, so that nobody above can tell the buses apart.
/// A kind gives the operations as methods that return their errno.
/// </summary>
public abstract class KsockBase : IKsock
{
    /// <summary>A Ksock that has been opened.</summary>
    /// <param name="device">The number of its device.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="canWrite">Whether it may send.</param>
    /// <param name="bus">Which bus it is on, for people.</param>
    protected KsockBase(int device, uint id, bool canWrite, string bus)
    {
        Device = device;
        Id = id;
        CanWrite = canWrite;
        Bus = bus;
    }

    /// <inheritdoc/>
    public int Device { get; }

    /// <inheritdoc/>
    public uint Id { get; }

    /// <inheritdoc/>
    public bool CanWrite { get; }

    /// <inheritdoc/>
    public string Bus { get; }

    /// <inheritdoc/>
    public void Bind(string name, BindingKind kind) => Check(OnBind(name, kind), KsockOperation.Bind, name);

    /// <inheritdoc/>
    public void Unbind(string name, BindingKind kind) => Check(OnUnbind(name, kind), KsockOperation.Unbind, name);

    /// <inheritdoc/>
    public uint FindReplier(string name)
    {
        Check(OnFindReplier(name, out var replier), KsockOperation.FindReplier, name);
        return replier;
    }

    /// <inheritdoc/>
    public abstract Errno TrySend(KbusMessage message, out MessageId id);

    /// <inheritdoc/>
    public KbusMessage? TryReceive()
    {
        Check(OnTryReceive(out var message), KsockOperation.Receive);
        return message;
    }

    /// <inheritdoc/>
    public abstract void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public KsockEvents Poll()
    {
        Check(OnPoll(out var events), KsockOperation.Poll);
        return events;
    }

    /// <inheritdoc/>
    public abstract KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => Check(OnWrite(bytes), KsockOperation.Write);

    /// <inheritdoc/>
    public MessageId SendWritten()
    {
        Check(OnSendWritten(out var id), KsockOperation.Send);
        return id;
    }

    /// <inheritdoc/>
    public void Discard() => Check(OnDiscard(), KsockOperation.Discard);

    /// <inheritdoc/>
    public uint NextMessage()
    {
        Check(OnNextMessage(out var length), KsockOperation.Receive);
        return length;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> into)
    {
        Check(OnRead(into, out var read), KsockOperation.Read);
        return read;
    }

    /// <inheritdoc/>
    public uint LengthLeft() => (uint)Query(KsockQuery.LengthLeft);

    /// <inheritdoc/>
    public MessageId LastSent()
    {
        var packed = Query(KsockQuery.LastSent);
        return new MessageId((uint)(packed >> 32), (uint)packed);
    }

    /// <inheritdoc/>
    public uint QueuedMessages() => (uint)Query(KsockQuery.QueuedMessages);

    /// <inheritdoc/>
    public uint UnansweredRequests() => (uint)Query(KsockQuery.UnansweredRequests);

    /// <inheritdoc/>
    public uint MaxMessages(uint value) => Set(KsockOperation.MaxMessages, value);

    /// <inheritdoc/>
    public uint MessagesOnlyOnce(uint value) => Set(KsockOperation.MessagesOnlyOnce, value);

    /// <inheritdoc/>
    public uint Verbose(uint value) => Set(KsockOperation.Verbose, value);

    /// <inheritdoc/>
    public uint ReportReplierBinds(uint value) => Set(KsockOperation.ReportReplierBinds, value);

    /// <inheritdoc/>
    public uint MaxMessageSize(uint value) => Set(KsockOperation.MaxMessageSize, value);

    /// <inheritdoc/>
    public uint NewDevice()
    {
        Check(OnNewDevice(out var number), KsockOperation.NewDevice);
        return number;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        OnClose();
        GC.SuppressFinalize(this);
    }

    /// <summary>BIND.</summary>
    protected abstract Errno OnBind(string name, BindingKind kind);

    /// <summary>UNBIND.</summary>
    protected abstract Errno OnUnbind(string name, BindingKind kind);

    /// <summary>REPLIER: 0 for none.</summary>
    protected abstract Errno OnFindReplier(string name, out uint replier);

    /// <summary>NEXTMSG and read: null for none.</summary>
    protected abstract Errno OnTryReceive(out KbusMessage? message);

    /// <summary>poll.</summary>
    protected abstract Errno OnPoll(out KsockEvents events);

    /// <summary>write.</summary>
    protected abstract Errno OnWrite(ReadOnlySpan<byte> bytes);

    /// <summary>SEND.</summary>
    protected abstract Errno OnSendWritten(out MessageId id);

    /// <summary>DISCARD.</summary>
    protected abstract Errno OnDiscard();

    /// <summary>NEXTMSG: 0 for none.</summary>
    protected abstract Errno OnNextMessage(out uint length);

    /// <summary>read: 0 at the end.</summary>
    protected abstract Errno OnRead(Span<byte> into, out int read);

    /// <summary>LENLEFT, LASTSENT, NUMMSGS, UNREPLIEDTO.</summary>
    protected abstract Errno OnQuery(KsockQuery query, out ulong answer);

    /// <summary>MAXMSGS, MSGONLYONCE, VERBOSE, REPORTREPLIERBINDS, MAXMSGSIZE.</summary>
    protected abstract Errno OnSet(KsockOperation setting, uint value, out uint answer);

    /// <summary>NEWDEVICE.</summary>
    protected abstract Errno OnNewDevice(out uint number);

    /// <summary>close; a second time does nothing.</summary>
    protected abstract void OnClose();

    /// <summary>Throws what the errno says, if anything.</summary>
    protected void Check(Errno error, KsockOperation operation, string? subject = null)
    {
        if (error != Errno.None)
        {
            throw new KbusException(error, operation, Device, subject);
        }
    }

    private ulong Query(KsockQuery query)
    {
        Check(OnQuery(query, out var answer), KsockOperation.Query);
        return answer;
    }

    private uint Set(KsockOperation setting, uint value)
    {
        Check(OnSet(setting, value, out var answer), setting, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return answer;
    }
}
