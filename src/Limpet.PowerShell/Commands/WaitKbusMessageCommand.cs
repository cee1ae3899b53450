using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Wait-KbusMessage: waits, in a script, for a message that must come, and gives it; where it does not come within the time, an error ends the call that names
/// what was awaited and what came instead.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "KbusMessage", DefaultParameterSetName = KbusSet)]
[OutputType(typeof(KbusMessageInfo))]
public sealed class WaitKbusMessageCommand : KbusCmdlet
{
    private const string KbusSet = "Kbus";
    private const string KsockSet = "Ksock";
    private const double DefaultSeconds = 30;
    private const int MostListed = 5;
    private const int DataWidth = 40;

    private readonly List<KbusMessage> _others = [];
    private List<MessageName> _wanted = [];
    private long _otherCount;
    private Ksock? _own;

    /// <summary>The number of the bus, 0 to 255; a Ksock is opened on it for this call.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KbusSet)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>An open Ksock to wait on, which may have the message already; what it reads meanwhile and is not awaited stays to be read there.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KsockSet)]
    [ValidateNotNull]
    public Ksock? Ksock { get; set; }

    /// <summary>The names, wildcards too, any of which will do. On a Ksock that does not hear them they are bound, and stay bound; without it any message will do there.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KbusSet)]
    [Parameter(Position = 0, ParameterSetName = KsockSet)]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Name { get; set; } = [];

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

    /// <summary>Waits for Requests as their replier, to be answered with Send-KbusMessage -Reply.</summary>
    [Parameter]
    public SwitchParameter Replier { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    public KbusBackend Backend { get; set; }

    private string Awaited
        => (Replier ? "Request" : "message") + (Name.Length == 0 ? "" : $" '{string.Join("' or '", Name)}'") + (Filter is null ? "" : " that -Filter takes");

    private protected override void Process() => OrReport(Ksock ?? (object)Kbus, () =>
    {
        var ksock = Ksock ?? OpenOwn();
        try
        {
            var kind = Replier ? BindingKind.Replier : BindingKind.Listener;
            BindAll(ksock, Name.Where(name => !ksock.Hears(name, kind)), kind);
            _wanted = [.. Name.Select(MessageName.Parse)];
            Await(ksock);
        }
        finally
        {
            if (_own is not null)
            {
                _own.Dispose();
                WarnOfUnanswered(_own);
            }
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _own is not null)
        {
            _own.Dispose();
        }
    }

    private Ksock OpenOwn()
    {
        _own = new Ksock(OpenBus(Kbus, Backend));
        _own.SetMaxMessages(RoomForBursts);
        _own.SetMessagesOnlyOnce();
        return _own;
    }

    private void Await(Ksock ksock)
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
                var message = ksock.ReceiveFirst(message => IsWanted(message, ksock), Pass, () => progress.Tick($"{_otherCount} other messages came"), ksock.Queued - ksock.SetAside ?? 0, limit.Token);
                WriteObject(new KbusMessageInfo(message, ksock));
            }
            catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
            {
                progress.End();
                Refuse("MessageTimeout", ErrorCategory.OperationTimeout, Name, DescribeTimeout(ksock, came));
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

    private bool IsWanted(KbusMessage message, Ksock ksock)
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
            return LanguagePrimitives.IsTrue(Run(Filter, new KbusMessageInfo(message, ksock)));
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
        _own?.Take(message);
        _otherCount++;
        if (_others.Count < MostListed)
        {
            _others.Add(message);
        }
    }

    private string DescribeTimeout(Ksock ksock, int came)
    {
        var what = Count == 1 ? $"No {Awaited} came" : $"{came} of {Count} times a {Awaited} came";
        var others = _otherCount switch
        {
            0 => "Nothing else came.",
            1 => "What came instead: ",
            _ => $"What came instead, {_otherCount} messages: ",
        };
        var listed = _others.Select(message => $"{message.Kind} {message.Id} '{message.Name}' {new KbusMessageInfo(message, ksock).DataToString(DataWidth)}".TrimEnd());
        return $"{what} on bus {ksock.Kbus} within {TimeoutSec} seconds. {others}{string.Join(", ", listed)}{(_otherCount > _others.Count ? ", …" : "")}";
    }
}
