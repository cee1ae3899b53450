using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>
/// One open handle on a bus: every operation of kbus.md 4, with the same results and the same errno whether the bus is a kernel device, embedded in
/// this process or hosted by another one. Disposing closes it (kbus.md 6, Close). Several threads may use one Ksock, as they may one file descriptor.
/// </summary>
/// <remarks>
/// Every method throws <see cref="KbusException"/>: with the errno that kbus.md gives, with <see cref="Errno.EBADF"/> once the Ksock is closed, and with
/// <see cref="Errno.ENODEV"/> when the bus has gone away. A bus in another process gives <see cref="Errno.EIO"/> where that answers what is no answer, and is gone from then on.
/// </remarks>
public interface IKsock : IDisposable
{
    /// <summary>The number of the device, 0 to 255.</summary>
    int Device { get; }

    /// <summary>The Ksock id, unique on its device (KSOCKID).</summary>
    uint Id { get; }

    /// <summary>Whether it was opened for writing too; where not, sending is EBADF.</summary>
    bool CanWrite { get; }

    /// <summary>Which bus it is on, for people: such as <c>/dev/kbus0</c> or <c>embedded bus 0, hosted by process 4711</c>.</summary>
    string Bus { get; }

    /// <summary>Binds (BIND): EBADMSG, ENAMETOOLONG, EADDRINUSE, EAGAIN.</summary>
    /// <param name="name">The name, which may be a wildcard; each character is a byte.</param>
    /// <param name="kind">Listener or replier.</param>
    void Bind(string name, BindingKind kind);

    /// <summary>Removes the newest binding of that name and kind (UNBIND): EINVAL where there is none, EAGAIN.</summary>
    void Unbind(string name, BindingKind kind);

    /// <summary>The Ksock bound as replier to exactly that name (REPLIER), 0 for none: ENAMETOOLONG.</summary>
    uint FindReplier(string name);

    /// <summary>
    /// Writes a message and sends it (write, SEND), throwing nothing for what the bus says (kbus.md 5).
    /// </summary>
    /// <param name="message">The message. Its data is not copied and must not change from now on.</param>
    /// <param name="id">The id it got: on success and with <see cref="Errno.EAGAIN"/>.</param>
    /// <returns>None; EAGAIN when the send now waits (ALL_OR_WAIT); EALREADY when another one does; any other errno of kbus.md 5 and of write.</returns>
    Errno TrySend(KbusMessage message, out MessageId id);

    /// <summary>Pops the next message whole (NEXTMSG, read), or gives null where there is none. Drops what is left of one being read.</summary>
    KbusMessage? TryReceive();

    /// <summary>
    /// Pops messages, waiting until there is one.
    /// </summary>
    /// <param name="into">Where they are added, in order.</param>
    /// <param name="most">How many to pop at the most; 1 or more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was cancelled while there was no message.</exception>
    void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken);

    /// <summary>Asks whether it is readable and writable (poll), which is also what retries a waiting send.</summary>
    KsockEvents Poll();

    /// <summary>Waits until at least one of the events wanted is there, and gives those of them that are. A waiting send is retried as room comes.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    KsockEvents Wait(KsockEvents wanted, CancellationToken cancellationToken);

    /// <summary>Appends bytes, in this process's memory layout, to the message being written (write); see kbus.md 4 for its errors.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Sends the message that was written (SEND), or retries the send that waits: ENOMSG, EINVAL, EAGAIN, and those of kbus.md 5.</summary>
    MessageId SendWritten();

    /// <summary>Throws away the message being written and gives up a waiting send (DISCARD).</summary>
    void Discard();

    /// <summary>Pops the next message to be read in pieces (NEXTMSG), and gives its entire length, 0 for none.</summary>
    uint NextMessage();

    /// <summary>Reads the next bytes of the popped message (read): how many, 0 at its end.</summary>
    int Read(Span<byte> into);

    /// <summary>Bytes left of the popped message (LENLEFT).</summary>
    uint LengthLeft();

    /// <summary>The id of the last message that got as far as having one (LASTSENT), {0,0} before.</summary>
    MessageId LastSent();

    /// <summary>Sets how many messages may be queued, or asks with 0 (MAXMSGS), and gives the number that now holds.</summary>
    uint MaxMessages(uint value);

    /// <summary>Messages queued and events set aside (NUMMSGS).</summary>
    uint QueuedMessages();

    /// <summary>Requests popped and not yet answered (UNREPLIEDTO).</summary>
    uint UnansweredRequests();

    /// <summary>0 off, 1 on, 0xFFFFFFFF ask (MSGONLYONCE): the previous value; EINVAL for others.</summary>
    uint MessagesOnlyOnce(uint value);

    /// <summary>The device's VERBOSE, as <see cref="MessagesOnlyOnce"/>.</summary>
    uint Verbose(uint value);

    /// <summary>The device's REPORTREPLIERBINDS, as <see cref="MessagesOnlyOnce"/>; EBUSY when the events for what is bound do not fit (kbus.md 6).</summary>
    uint ReportReplierBinds(uint value);

    /// <summary>The device's MAXMSGSIZE in bytes of an entire message: 0 asks, 1 asks for the absolute maximum; EINVAL below 100 or over that.</summary>
    uint MaxMessageSize(uint value);

    /// <summary>Makes the next device (NEWDEVICE) and gives its number; EINVAL when there are 256.</summary>
    uint NewDevice();
}
