using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Errors;

/// <summary>
/// Turns what failed into the ErrorRecord that people meet: an ErrorId that scripts can rely on, a fitting category, the target, and a sentence.
/// What a bus refuses has the ErrorId <c>KbusRefused,ERRNO</c>, such as <c>KbusRefused,EADDRNOTAVAIL</c>.
/// </summary>
internal static class ErrorRecords
{
    /// <summary>Makes a record for a failure that users can meet; false for any other, which is a defect and must show as one.</summary>
    public static bool TryDescribe(Exception failure, object? target, [NotNullWhen(true)] out ErrorRecord? record)
    {
        record = failure switch
        {
            KbusException refusal => Describe(refusal, target),
            LimpetException limpet => LimpetErrors.Describe(limpet, target),
            ObjectDisposedException closed => Make(ErrorId.Closed, ErrorCategory.InvalidOperation, target, "The socket cannot be used any more: it was disconnected, or handed to Start-Limpet.", closed),
            IOException or UnauthorizedAccessException => Make(ErrorId.File, ErrorCategory.OpenError, target, failure.Message, failure),
            FormatException bad => Make(ErrorId.InvalidValue, ErrorCategory.InvalidArgument, target, bad.Message, bad),
            _ => null,
        };
        return record is not null;
    }

    /// <summary>A refusal by the bus of a message that was sent, in the words that fit a Request, a Reply or an announcement.</summary>
    public static ErrorRecord Describe(KbusException refusal, KbusMessage sent)
    {
        var text = (refusal.Operation, refusal.Errno) switch
        {
            (KsockOperation.Send, Errno.EADDRNOTAVAIL) when sent.IsRequest => $"No replier is bound to '{sent.Name}' on bus {refusal.Device}",
            (KsockOperation.Send, Errno.EADDRNOTAVAIL) when sent.IsReply => $"Ksock {sent.To} on bus {refusal.Device}, which asked '{sent.Name}', has closed and awaits no Reply any more",
            (KsockOperation.Send, Errno.ECONNREFUSED) => $"Ksock {sent.To} on bus {refusal.Device} awaits no Reply to {sent.InReplyTo} '{sent.Name}': it was answered before, or never asked",
            (KsockOperation.Send, Errno.EPIPE) => $"Ksock {sent.To} on bus {refusal.Device} is not the replier for '{sent.Name}' any more, so the Stateful Request cannot go to it",
            (_, Errno.EMSGSIZE) => string.Create(CultureInfo.InvariantCulture, $"The message '{sent.Name}' with its {sent.Data.Length:N0} bytes of data is longer than bus {refusal.Device} allows"),
            _ => null,
        };
        var record = Describe(text is null ? refusal : new KbusException(refusal.Errno, refusal.Operation, text, refusal.Device, refusal), sent.Name.Value);
        if (refusal is { Operation: KsockOperation.Send, Errno: Errno.EADDRNOTAVAIL })
        {
            record.ErrorDetails = new ErrorDetails($"{record.ErrorDetails.Message} Get-KbusBinding -Kbus {refusal.Device} shows who is bound to what.");
        }

        return record;
    }

    /// <summary>There is no bus of that number.</summary>
    public static ErrorRecord NoBus(int number, KbusBackend backend = KbusBackend.Auto) => Make(ErrorId.NoSuchBus, ErrorCategory.ObjectNotFound, number, backend switch
    {
        KbusBackend.Device => $"There is no /dev/kbus{number}.",
        KbusBackend.Embedded => $"No process of this user hosts an embedded bus {number}; it begins when it is opened.",
        _ => $"There is no bus {number}: there is no /dev/kbus{number}, and no process of this user hosts an embedded bus {number}, which begins when it is opened.",
    });

    /// <summary>A record with a text of the module's own.</summary>
    public static ErrorRecord Make(ErrorId errorId, ErrorCategory category, object? target, string text, Exception? inner = null)
        => new(new InvalidOperationException(text, inner), errorId.Text, category, target);

    private static ErrorRecord Describe(KbusException refusal, object? target)
        => new(refusal, ErrorFamily.KbusRefused[refusal.Errno].Text, CategoryOf(refusal.Errno), target)
        {
            ErrorDetails = new ErrorDetails($"{refusal.Message}."),
        };

    private static ErrorCategory CategoryOf(Errno errno) => errno switch
    {
        Errno.EADDRNOTAVAIL or Errno.ENOENT => ErrorCategory.ObjectNotFound,
        Errno.EADDRINUSE or Errno.EEXIST => ErrorCategory.ResourceExists,
        Errno.EBUSY or Errno.EAGAIN or Errno.EALREADY => ErrorCategory.ResourceBusy,
        Errno.ENOLCK or Errno.EMSGSIZE or Errno.ENOMEM or Errno.EMFILE => ErrorCategory.LimitsExceeded,
        Errno.EBADMSG or Errno.ENAMETOOLONG or Errno.EINVAL => ErrorCategory.InvalidArgument,
        Errno.EACCES or Errno.EPERM => ErrorCategory.PermissionDenied,
        Errno.EBADF => ErrorCategory.InvalidOperation,
        Errno.ENODEV => ErrorCategory.ResourceUnavailable,
        Errno.EPIPE or Errno.ECONNREFUSED => ErrorCategory.InvalidOperation,
        Errno.EIO => ErrorCategory.DeviceError,
        _ => ErrorCategory.NotSpecified,
    };
}
