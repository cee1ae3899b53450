using System.Runtime.InteropServices;
using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>
/// What people read when a bus refuses something: one text an errno and operation, the same for every kind of bus.
/// </summary>
public static class KbusErrorText
{
    /// <summary>A sentence that says what was refused and why, without the errno's name.</summary>
    /// <param name="errno">Why.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="device">Of which device.</param>
    /// <param name="subject">What it was about, such as a message name.</param>
    public static string For(Errno errno, KsockOperation operation, int device, string? subject)
    {
        var about = subject is null ? "" : $" '{subject}'";
        return (operation, errno) switch
        {
            (_, Errno.ENODEV) => $"Bus {device} has gone away: its device was removed, or the process that hosted it ended",
            (KsockOperation.Send or KsockOperation.Write, Errno.EBADF) => $"The Ksock on bus {device} is closed, or was opened for reading alone",
            (_, Errno.EBADF) => $"The Ksock on bus {device} is closed",

            (KsockOperation.Bind or KsockOperation.Unbind, Errno.EBADMSG) => BadName(subject, device, forSending: false),
            (KsockOperation.Send or KsockOperation.Write, Errno.EBADMSG) => BadName(subject, device, forSending: true),
            (_, Errno.ENAMETOOLONG) => $"The message name has {subject?.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "too many"} bytes; expected 1 to {MessageName.MaxLength}",

            (KsockOperation.Bind, Errno.EADDRINUSE) => $"Another replier is bound to{about} on bus {device}; a name has one replier at a time",
            (KsockOperation.Bind or KsockOperation.Unbind, Errno.EAGAIN) =>
                $"{(operation == KsockOperation.Bind ? "Binding" : "Unbinding")}{about} on bus {device} must wait: a listener for replier bind events has no room for this one",
            (KsockOperation.Unbind, Errno.EINVAL) => $"This Ksock has no such binding to{about} on bus {device}",

            (KsockOperation.Send, Errno.EADDRNOTAVAIL) => $"There is no replier for the Request{about}, or no such Ksock for the Reply, on bus {device}",
            (KsockOperation.Send, Errno.ECONNREFUSED) => $"Nobody on bus {device} awaits this Reply{about}: it was answered before, or never asked",
            (KsockOperation.Send, Errno.EPIPE) => $"The Stateful Request{about} names a Ksock on bus {device} that is not the replier any more",
            (KsockOperation.Send, Errno.EBUSY) => $"A recipient of{about} on bus {device} is full; try later, raise its MaxMessages, or send with AllOrWait",
            (KsockOperation.Send, Errno.EAGAIN) => $"A recipient of{about} on bus {device} is full; the message waits to be sent",
            (KsockOperation.Send, Errno.ENOLCK) => $"The sender's own queue on bus {device} has no room for the Reply to{about}; receive what is queued, or raise MaxMessages",
            (KsockOperation.Send or KsockOperation.Write, Errno.EALREADY) => $"An earlier message of this Ksock on bus {device} still waits to be sent",
            (KsockOperation.Send or KsockOperation.Write, Errno.EMSGSIZE) => $"The message{about} is longer than bus {device} allows, or goes on after its end",
            (KsockOperation.Send, Errno.ENOMSG) => $"No message has been written to this Ksock on bus {device}",
            (KsockOperation.Send, Errno.EFAULT) => $"The name or data of the message could not be fetched from the sender's memory, on bus {device}",
            (KsockOperation.Send or KsockOperation.Write, Errno.EINVAL) => $"The message{about} is malformed or not whole, on bus {device}: check its guards, lengths and flags",

            (KsockOperation.ReportReplierBinds, Errno.EBUSY) => $"The events for the repliers bound on bus {device} do not fit into this Ksock's queue; raise MaxMessages",
            (KsockOperation.MessagesOnlyOnce or KsockOperation.Verbose or KsockOperation.ReportReplierBinds, Errno.EINVAL) =>
                $"The value{about} is none that {operation} takes; expected 0 (off), 1 (on) or 4294967295 (ask)",
            (KsockOperation.MaxMessageSize, Errno.EINVAL) => $"The message size{about} is out of range on bus {device}; expected 100 up to the absolute maximum, 0 (ask), or 1 (ask for the maximum)",
            (KsockOperation.NewDevice, Errno.EINVAL) => "There are 256 devices already, which is the most",
            _ when !Enum.IsDefined(errno) => $"{operation}{about} failed on bus {device}: {Marshal.GetPInvokeErrorMessage((int)errno)}",
            _ => $"{operation}{about} failed on bus {device}",
        };
    }

    /// <summary>What an errno is called, also one that no bus is known to give.</summary>
    public static string NameOf(Errno errno) => Enum.IsDefined(errno) ? errno.ToString() : $"errno {(int)errno}";

    /// <summary>The same for a message that was refused, which tells more than its name.</summary>
    public static string ForSend(Errno errno, KbusMessage message, int device) => errno switch
    {
        Errno.EADDRNOTAVAIL when message.IsRequest => $"No replier is bound to '{message.Name}' on bus {device}",
        Errno.EADDRNOTAVAIL => $"Ksock {message.To} on bus {device}, which the Reply '{message.Name}' is for, has closed",
        Errno.EPIPE => $"Ksock {message.To} on bus {device}, which the Stateful Request '{message.Name}' is for, is not the replier any more",
        _ => For(errno, KsockOperation.Send, device, message.Name.Value),
    };

    private static string BadName(string? name, int device, bool forSending)
    {
        if (name is null)
        {
            return $"The message name is malformed{(forSending ? " or a wildcard" : "")}, on bus {device}";
        }

        return NameRules.Check(name) switch
        {
            NameFault.None when forSending => $"'{name}' is a wildcard, which is good for binding and not for sending",
            NameFault.None => $"Nobody may be the replier for '{name}'; KBUS itself sends it",
            var fault => NameRules.Describe(name, fault).TrimEnd('.'),
        };
    }
}
