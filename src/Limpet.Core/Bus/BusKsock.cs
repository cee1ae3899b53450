using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Bus;

/// <summary>
/// A Ksock of a <see cref="BusDevice"/>: its state, and the operations of kbus.md 4 as methods with the same results. Nothing here waits,
/// locks or throws for what a user did; an operation that fails gives its errno and, but for what kbus.md says, has changed nothing.
/// A closed one gives <see cref="Errno.EBADF"/>.
/// </summary>
public sealed partial class BusKsock
{
    private readonly BusDevice _device;

    internal BusKsock(BusDevice device, uint id, bool canWrite, int processId, MemoryLayout layout)
    {
        _device = device;
        Id = id;
        CanWrite = canWrite;
        ProcessId = processId;
        Writing = new MessageAssembler(layout);
    }

    /// <summary>The Ksock id (KSOCKID).</summary>
    public uint Id { get; }

    /// <summary>Whether it was opened for writing too.</summary>
    public bool CanWrite { get; }

    /// <summary>The process that opened it.</summary>
    public int ProcessId { get; }

    /// <summary>Whether it has been closed.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Whether a send waits (ALL_OR_WAIT).</summary>
    public bool IsSending => Waiting is not null;

    /// <summary>Whether a message is queued.</summary>
    public bool IsReadable => Queue.Count > 0;

    /// <summary>Messages queued and events set aside (NUMMSGS).</summary>
    public uint QueuedMessages => (uint)(Queue.Count + _device.SetAside.CountFor(this));

    /// <summary>Requests popped and not answered (UNREPLIEDTO).</summary>
    public uint UnansweredRequests => (uint)Unanswered.Count;

    /// <summary>The id of the last message that got as far as having one (LASTSENT).</summary>
    public MessageId LastSent { get; internal set; }

    /// <summary>
    /// Whether listener bindings of this Ksock hear what it sends itself, as kbus.md 5 says, or pass it over.
    /// </summary>
    public bool HearsItself { get; set; } = true;

    /// <summary>Whoever opened it may keep here what belongs to it.</summary>
    public object? Tag { get; set; }

    internal MessageQueue Queue { get; } = new();

    internal AwaitedReplies Awaited { get; } = new();

    internal UnansweredRequests Unanswered { get; } = new();

    internal HashSet<Binding> Bindings { get; } = [];

    internal MessageAssembler Writing { get; private set; }

    internal uint Maximum { get; set; } = BusDevice.DefaultMaxMessages;

    internal bool OnlyOnce { get; set; }

    /// <summary>The id of the last message put on the queue.</summary>
    internal MessageId LastPut { get; set; }

    /// <summary>The message that waits to be sent, with its id.</summary>
    internal KbusMessage? Waiting { get; set; }

    /// <summary>What became of the send that waited last: its errno, EAGAIN where it was given up.</summary>
    internal (MessageId Id, Errno Outcome) Waited { get; set; }

    /// <summary>The full Ksock that the waiting send waits for.</summary>
    internal BusKsock? WaitsFor { get; set; }

    /// <summary>Whether it stands in the device's list of those stirred.</summary>
    internal bool IsStirred { get; set; }

    /// <summary>Whether its queue is full: a place is kept for each Reply it awaits (kbus.md 5).</summary>
    internal bool IsFull => (ulong)(Queue.Count + Awaited.Count) >= Maximum;

    /// <summary>Binds (BIND).</summary>
    /// <param name="name">The name; each character is a byte.</param>
    /// <param name="kind">Listener or replier.</param>
    /// <returns>None, EBADMSG, ENAMETOOLONG, EADDRINUSE or EAGAIN.</returns>
    public Errno Bind(string name, BindingKind kind) => IsClosed ? Errno.EBADF : _device.Bind(this, name, kind);

    /// <summary>Removes the newest binding of that name and kind (UNBIND).</summary>
    /// <returns>None, EINVAL where there is none, or EAGAIN.</returns>
    public Errno Unbind(string name, BindingKind kind) => IsClosed ? Errno.EBADF : _device.Unbind(this, name, kind);

    /// <summary>The Ksock bound as replier to exactly that name, 0 for none (REPLIER).</summary>
    /// <returns>None or ENAMETOOLONG.</returns>
    public Errno FindReplier(string name, out uint replier)
    {
        replier = 0;
        return IsClosed ? Errno.EBADF : _device.FindReplier(name, out replier);
    }

    /// <summary>Writes a whole message and sends it (write, SEND).</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">Its id, on success and with EAGAIN.</param>
    /// <returns>None, EAGAIN when it now waits, or another errno of kbus.md 4 (write) and 5.</returns>
    public Errno Send(KbusMessage message, out MessageId id)
    {
        id = MessageId.None;
        return IsClosed || !CanWrite ? Errno.EBADF : _device.SendWhole(this, message, out id);
    }

    /// <summary>
    /// Whether it is readable and writable (poll). A send that waits is tried again by asking.
    /// </summary>
    public (bool Readable, bool Writable) Poll()
    {
        if (!IsClosed && IsSending)
        {
            _device.RetryByPoll(this);
        }

        return (IsReadable, CanWrite && !IsSending);
    }

    /// <summary>
    /// Changes one of MAXMSGS (0 asks), MSGONLYONCE, VERBOSE, REPORTREPLIERBINDS (0 off, 1 on, 0xFFFFFFFF asks) and MAXMSGSIZE (0 asks, 1 asks for the
    /// absolute maximum); the first two are the Ksock's, the others the device's.
    /// </summary>
    /// <param name="setting">Which.</param>
    /// <param name="value">To what.</param>
    /// <param name="answer">For MAXMSGS and MAXMSGSIZE what now holds, for the others what held before.</param>
    /// <returns>None; EINVAL for a value out of range; EBUSY when the events for the repliers bound do not fit (kbus.md 6).</returns>
    public Errno Set(KsockOperation setting, uint value, out uint answer)
    {
        answer = 0;
        return IsClosed ? Errno.EBADF : setting switch
        {
            KsockOperation.MaxMessages => SetMaximum(value, out answer),
            KsockOperation.MessagesOnlyOnce => SetOnlyOnce(value, out answer),
            KsockOperation.Verbose => _device.SetVerbose(value, out answer),
            KsockOperation.ReportReplierBinds => _device.SetReportReplierBinds(this, value, out answer),
            KsockOperation.MaxMessageSize => _device.SetMaxMessageSize(value, out answer),
            _ => Errno.ENOTTY,
        };
    }

    /// <summary>LENLEFT, LASTSENT, NUMMSGS, UNREPLIEDTO.</summary>
    public ulong Answer(KsockQuery query) => query switch
    {
        KsockQuery.LengthLeft => LengthLeft,
        KsockQuery.LastSent => ((ulong)LastSent.Network << 32) | LastSent.Serial,
        KsockQuery.QueuedMessages => QueuedMessages,
        KsockQuery.UnansweredRequests => UnansweredRequests,
        _ => throw new ArgumentOutOfRangeException(nameof(query), query, message: null),
    };

    /// <summary>Closes it: see kbus.md 6. Closing it again does nothing.</summary>
    public void Close()
    {
        if (!IsClosed)
        {
            _device.Close(this);
        }
    }

    /// <summary>What <c>/proc/kbus/stats</c> shows of it.</summary>
    public KsockInfo Describe() => new(
        Id, ProcessId, LastSent, Queue.Count, Maximum, (int)LengthLeft, Writing.Written, Awaited.Count, Unanswered.Count);

    private Errno SetMaximum(uint value, out uint now)
    {
        if (value != 0)
        {
            Maximum = value;
            _device.MadeRoom(this);
        }

        now = Maximum;
        return Errno.None;
    }

    private Errno SetOnlyOnce(uint value, out uint before)
    {
        before = OnlyOnce ? 1u : 0u;
        (var error, OnlyOnce) = BusDevice.Switch(value, OnlyOnce);
        return error;
    }
}
