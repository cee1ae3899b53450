using System.Management.Automation;

using Limpet.Core.Messages;
using Limpet.PowerShell.Messages;

namespace Limpet.PowerShell.Errors;

/// <summary>What it means to a person that a Status came where a Reply was awaited (kbus.md 6, limpet.md 4).</summary>
internal static class StatusErrors
{
    private const string RemoteErrorPrefix = "$.KBUS.RemoteError.";

    /// <summary>The error for a Request that was answered by a Status; its target is the Status.</summary>
    public static ErrorRecord Describe(KbusMessage request, KbusMessageInfo status)
    {
        var (errorId, category, reason) = Explain(status.Name);
        return ErrorRecords.Make(errorId, category, status, $"The Request {request.Id} '{request.Name}' got no Reply: {reason} ({status.Name}).");
    }

    /// <summary>The error for a Request whose replier could not answer, and said why (<see cref="ReplierError"/>); its target is that Reply.</summary>
    public static ErrorRecord ReplierFailed(KbusMessage request, KbusMessageInfo answer)
        => ErrorRecords.Make(ErrorId.ReplierError, ErrorCategory.InvalidResult, answer, $"The replier could not answer the Request {request.Id} '{request.Name}': {answer.Text ?? answer.DataToString(200)}");

    private static (ErrorId ErrorId, ErrorCategory Category, string Reason) Explain(string status) => status switch
    {
        "$.KBUS.Replier.GoneAway" => (ErrorId.ReplierGoneAway, ErrorCategory.ResourceUnavailable, "its replier closed before reading it"),
        "$.KBUS.Replier.Ignored" => (ErrorId.ReplierIgnored, ErrorCategory.ResourceUnavailable, "its replier read it and closed without answering"),
        "$.KBUS.Replier.Unbound" => (ErrorId.ReplierUnbound, ErrorCategory.ResourceUnavailable, "its replier unbound the name before reading it"),
        "$.KBUS.Replier.Disappeared" => (ErrorId.ReplierDisappeared, ErrorCategory.ResourceUnavailable, "its replier went away while it waited to be sent"),
        "$.KBUS.Replier.NotSameKsock" => (ErrorId.ReplierNotSameKsock, ErrorCategory.InvalidOperation, "the Ksock it was meant for is not the replier any more"),
        "$.KBUS.ErrorSending" => (ErrorId.ErrorSending, ErrorCategory.WriteError, "the bus could not deliver it after it had waited to be sent"),
        _ when status.StartsWith(RemoteErrorPrefix, StringComparison.Ordinal) => Remote(status[RemoteErrorPrefix.Length..]),
        _ => (ErrorId.UnknownStatus, ErrorCategory.NotSpecified, "a Status came instead"),
    };

    private static (ErrorId ErrorId, ErrorCategory Category, string Reason) Remote(string error) => (ErrorFamily.RemoteError[error], ErrorCategory.ResourceUnavailable, error switch
    {
        nameof(Errno.EADDRNOTAVAIL) => "nobody on the bus beyond the Limpet is bound as its replier",
        nameof(Errno.EBUSY) => "its replier on the bus beyond the Limpet is full",
        nameof(Errno.ENOLCK) => "the Limpet beyond has too many Requests under way",
        nameof(Errno.EACCES) => "its name may not pass between the buses, as -Export and -Import of the Limpets say",
        "ELOOP" => "it came back to the Limpet that had sent it on, so the buses form a loop",
        "Unknown" => "the Limpet beyond refused it and did not say why in a way that can be read",
        _ => $"the bus beyond the Limpet refused it with {error}",
    });
}
