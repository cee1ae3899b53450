using System.Management.Automation;

using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Messages;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Get-KbusMessage: listens for names, or with -Replier takes their Requests, and outputs the messages as they come; ends after -Count of them,
/// after -TimeoutSec, or when stopped.
/// </summary>
[Cmdlet(VerbsCommon.Get, "KbusMessage", DefaultParameterSetName = KbusSet)]
[OutputType(typeof(KbusMessageInfo))]
public sealed class GetKbusMessageCommand : ListeningCmdlet
{
    /// <summary>Ends after so many messages.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Ends quietly after so many seconds in all; 0 gives what waits to be read now.</summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public double TimeoutSec { get; set; }

    private protected override void Listen(MessageChannel channel)
    {
        Bind(channel);
        Output(channel);
    }

    private void Bind(MessageChannel channel)
    {
        if (channel is Ksock ksock)
        {
            BindAll(ksock, Name, Kind);
            return;
        }

        if (Name.Length > 0 && !Replier)
        {
            Refuse(ErrorId.NamesOnSocket, ErrorCategory.InvalidArgument, channel, "A Limpet passes everything on through its socket, so no names can be listened for there; names go with -Replier.");
        }

        BindRepliersBeyond();
    }

    private void Output(MessageChannel channel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        var given = MyInvocation.BoundParameters;
        var limited = given.ContainsKey(nameof(TimeoutSec));
        if (limited)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(TimeoutSec));
        }

        // A read gives what is there before it looks at the time, so a busy bus would keep it going: with no time, only what waits now is read.
        var most = limited && TimeoutSec == 0 && channel is Ksock { Queued: { } queued } ? Math.Min(Count, queued) : Count;

        // Whoever listens until it is stopped watches the messages, and needs no line that tells of them.
        var counted = given.ContainsKey(nameof(Count));
        var progress = counted || TimeoutSec > 0 ? new WaitProgress(this, $"Waiting for {(Name.Length == 0 ? "messages" : $"'{string.Join("' or '", Name)}'")}", TimeoutSec) : null;
        var came = 0L;
        using var pace = new WaitPace(progress is null ? null : () => progress.Tick(counted ? $"{came} of {Count} messages came" : $"{came} messages came"), limit.Token);
        for (; came < most; came++)
        {
            if (TimeoutSec > 0 && limit.IsCancellationRequested)
            {
                break;
            }

            KbusMessage message;
            try
            {
                message = pace.Wait(channel.Receive);
            }
            catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
            {
                break;
            }

            Session.Names.Add(message.Name.Value);
            WriteObject(new KbusMessageInfo(message, channel));
        }

        progress?.End();
    }
}
