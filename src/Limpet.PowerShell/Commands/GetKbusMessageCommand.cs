using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Get-KbusMessage: listens for names, or with -Replier takes their Requests, and outputs the messages as they come; ends after -Count of them,
/// after -TimeoutSec, or when stopped.
/// </summary>
[Cmdlet(VerbsCommon.Get, "KbusMessage", DefaultParameterSetName = KbusSet)]
[OutputType(typeof(KbusMessageInfo))]
public sealed class GetKbusMessageCommand : KbusCmdlet
{
    private const string KbusSet = "Kbus";
    private const string KsockSet = "Ksock";
    private const string SocketSet = "Socket";

    private Ksock? _own;

    /// <summary>The number of the bus, 0 to 255; a Ksock is opened on it for this call.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KbusSet)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>An open Ksock to read from; names given are bound on it, and stay bound.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KsockSet)]
    public Ksock? Ksock { get; set; }

    /// <summary>A socket of Connect-LimpetSocket to read from.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SocketSet)]
    public LimpetConnection? Socket { get; set; }

    /// <summary>The names; wildcards too. On a socket, where everything comes that the Limpet passes on, they go with <see cref="Replier"/> alone.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KbusSet)]
    [Parameter(Position = 0, ParameterSetName = KsockSet)]
    [Parameter(Position = 0, ParameterSetName = SocketSet)]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Becomes the replier for the names and takes their Requests, to be answered with Send-KbusMessage -Reply.</summary>
    [Parameter]
    public SwitchParameter Replier { get; set; }

    /// <summary>Ends after so many messages.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Ends quietly after so many seconds in all; 0 gives what waits to be read now.</summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public double TimeoutSec { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    public KbusBackend Backend { get; set; }

    private protected override void Process()
        => OrReport(Ksock ?? Socket ?? (object)Kbus, () => Stream(Ksock ?? (MessageChannel?)Socket ?? OpenOwn()));

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

    private void Stream(MessageChannel channel)
    {
        try
        {
            Bind(channel);

            Output(channel);
        }
        finally
        {
            if (_own is not null)
            {
                _own.Dispose();
                WarnOfUnanswered(_own);
            }
        }
    }

    private void Bind(MessageChannel channel)
    {
        if (channel is Ksock ksock)
        {
            BindAll(ksock, Name, Replier ? BindingKind.Replier : BindingKind.Listener);
            return;
        }

        if (Name.Length > 0 && !Replier)
        {
            Refuse("NamesOnSocket", ErrorCategory.InvalidArgument, channel, "A Limpet passes everything on through its socket, so no names can be listened for there; names go with -Replier.");
        }

        foreach (var name in Name)
        {
            Socket!.BindReplier(name);
        }
    }

    private void Output(MessageChannel channel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        var limited = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec));
        if (limited)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(TimeoutSec));
        }

        // A read gives what is there before it looks at the time, so a busy bus would keep it going: with no time, only what waits now is read.
        var most = limited && TimeoutSec == 0 && channel is Ksock { Queued: { } queued } ? Math.Min(Count, queued) : Count;
        for (var i = 0L; i < most; i++)
        {
            if (TimeoutSec > 0 && limit.IsCancellationRequested)
            {
                break;
            }

            KbusMessage message;
            try
            {
                message = channel.Receive(limit.Token);
            }
            catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
            {
                break;
            }

            Session.Names.Add(message.Name.Value);
            WriteObject(new KbusMessageInfo(message, channel));
        }
    }
}
