using System.Management.Automation;

using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Messages;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Wait-KbusMessage: waits, in a script, for a message that must come, and gives it; where it does not come within the time, an error ends the call that names
/// what was awaited and what came instead.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "KbusMessage", DefaultParameterSetName = KbusSet)]
[OutputType(typeof(KbusMessageInfo))]
public sealed class WaitKbusMessageCommand : ListeningCmdlet
{
    private const double DefaultSeconds = 30;
    private const int MostListed = 5;
    private const int DataWidth = 40;

    private readonly List<KbusMessage> _others = [];
    private List<MessageName> _wanted = [];
    private long _otherCount;

    /// <summary>Takes the message, which is <c>$_</c>, or does not: by whether what it puts out is true.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public ScriptBlock? Filter { get; set; }

    /// <summary>What has the message sent: run once the names are bound, so that nothing is missed, and in the caller's scope. What it puts out is not shown.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? While { get; set; }

    /// <summary>Seconds to wait, from the end of <see cref="While"/> on; 30 without it.</summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public double TimeoutSec { get; set; } = DefaultSeconds;

    /// <summary>How many messages must come.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    private string Awaited
        => (Replier ? "Request" : "message") + (Name.Length == 0 ? "" : $" '{string.Join("' or '", Name)}'") + (Filter is null ? "" : " that -Filter takes");

    private protected override void Listen(MessageChannel channel)
    {
        if (channel is Ksock ksock)
        {
            BindAll(ksock, Name.Where(name => !ksock.Hears(name, Kind)), Kind);
        }
        else if (Replier)
        {
            BindRepliersBeyond();
        }

        _wanted = [.. Name.Select(MessageName.Parse)];
        Await(channel);
    }

    private void Await(MessageChannel channel)
    {
        if (While is not null)
        {
            RunWhile(While);
        }

        var progress = new WaitProgress(this, $"Waiting for a {Awaited}", TimeoutSec);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        limit.CancelAfter(TimeSpan.FromSeconds(TimeoutSec));
        _others.Clear();
        _otherCount = 0;
        for (var came = 0; came < Count; came++)
        {
            try
            {
                var message = channel.ReceiveFirst(
                    message => IsWanted(message, channel),
                    Pass,
                    () => progress.Tick($"{_otherCount} other messages came"),
                    channel is Ksock { Queued: { } queued } ? queued - channel.SetAside : 0,
                    limit.Token);
                WriteObject(new KbusMessageInfo(message, channel));
            }
            catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
            {
                progress.End();
                Refuse(ErrorId.MessageTimeout, ErrorCategory.OperationTimeout, Name, DescribeTimeout(channel, came));
            }
        }

        progress.End();
    }

    private void RunWhile(ScriptBlock block)
    {
        try
        {
            var output = Run(block);
            if (output.Count > 0)
            {
                WriteVerbose($"What -While put out is not shown: {output.Count} {(output.Count == 1 ? "object" : "objects")}.");
            }
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException && !StopToken.IsCancellationRequested)
        {
            ThrowTerminatingError(new ErrorRecord(failure.ErrorRecord, failure));
        }
    }

    private bool IsWanted(KbusMessage message, MessageChannel channel)
    {
        Session.Names.Add(message.Name.Value);
        if ((_wanted.Count > 0 && !_wanted.Exists(name => name.Matches(message.Name))) || (Replier && !message.WantsYouToReply))
        {
            return false;
        }

        if (Filter is null)
        {
            return true;
        }

        try
        {
            return LanguagePrimitives.IsTrue(Run(Filter, new KbusMessageInfo(message, channel)));
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException && !StopToken.IsCancellationRequested)
        {
            // One that cannot tell would let the time pass, and blame the sender.
            ThrowTerminatingError(new ErrorRecord(failure.ErrorRecord, failure));
            return false;
        }
    }

    private void Pass(KbusMessage message)
    {
        OwnKsock?.Take(message);
        _otherCount++;
        if (_others.Count < MostListed)
        {
            _others.Add(message);
        }
    }

    private string DescribeTimeout(MessageChannel channel, int came)
    {
        var what = Count == 1 ? $"No {Awaited} came" : $"{came} of {Count} times a {Awaited} came";
        var others = _otherCount switch
        {
            0 => "Nothing else came.",
            1 => "What came instead: ",
            _ => $"What came instead, {_otherCount} messages: ",
        };
        var listed = _others.Select(message => $"{message.Kind} {message.Id} '{message.Name}' {new KbusMessageInfo(message, channel).DataToString(DataWidth)}".TrimEnd());
        return $"{what} on {(channel.Kbus is { } bus ? $"bus {bus}" : channel.Description)} within {TimeoutSec} seconds. {others}{string.Join(", ", listed)}{(_otherCount > _others.Count ? ", …" : "")}";
    }
}
