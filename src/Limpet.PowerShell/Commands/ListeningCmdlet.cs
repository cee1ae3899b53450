using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// What the cmdlets share that take messages: from a bus, on a Ksock that is the call's own, or from a Ksock or socket that is kept. What the call took as a replier and nobody answered
/// is told of at its end.
/// </summary>
public abstract class ListeningCmdlet : KbusCmdlet
{
    private protected const string KbusSet = "Kbus";
    private protected const string KsockSet = "Ksock";
    private protected const string SocketSet = "Socket";

    /// <summary>The number of the bus, 0 to 255; a Ksock is opened on it for this call.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KbusSet)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>An open Ksock to take them from; names given are bound on it, and stay bound.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KsockSet)]
    [ValidateNotNull]
    public Ksock? Ksock { get; set; }

    /// <summary>A socket of Connect-LimpetSocket to take them from.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SocketSet)]
    [ValidateNotNull]
    public LimpetConnection? Socket { get; set; }

    /// <summary>The names; wildcards too. They are needed on a bus alone.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KbusSet)]
    [Parameter(Position = 0, ParameterSetName = KsockSet)]
    [Parameter(Position = 0, ParameterSetName = SocketSet)]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Becomes the replier for the names and takes their Requests, to be answered with Send-KbusMessage -Reply.</summary>
    [Parameter]
    public SwitchParameter Replier { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    public KbusBackend Backend { get; set; }

    /// <summary>The Ksock of the call's own; null where it was given one, or a socket.</summary>
    private protected Ksock? OwnKsock { get; private set; }

    private protected BindingKind Kind => Replier ? BindingKind.Replier : BindingKind.Listener;

    private protected sealed override void Process() => OrReport(Ksock ?? Socket ?? (object)Kbus, () =>
    {
        RefuseHeld(Ksock);
        var channel = Ksock ?? (MessageChannel?)Socket ?? OpenOwn();
        try
        {
            Listen(channel);
        }
        finally
        {
            if (OwnKsock is not null)
            {
                OwnKsock.Dispose();
                WarnOfUnanswered(OwnKsock);
            }
        }
    });

    /// <summary>Takes messages from one of them.</summary>
    private protected abstract void Listen(MessageChannel channel);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            OwnKsock?.Dispose();
        }
    }

    /// <summary>Tells the Limpet at the other end of the socket that this side has repliers for the names.</summary>
    private protected void BindRepliersBeyond()
    {
        foreach (var name in Name)
        {
            Socket!.BindReplier(name);
        }
    }

    private Ksock OpenOwn()
    {
        OwnKsock = new Ksock(OpenBus(Kbus, Backend));
        OwnKsock.SetMaxMessages(RoomForBursts);
        OwnKsock.SetMessagesOnlyOnce();
        return OwnKsock;
    }
}
