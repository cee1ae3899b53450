using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

public sealed partial class SendKbusMessageCommand
{
    /// <summary>The number of the bus, 0 to 255; a Ksock is opened on it for this call.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KbusSet)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>An open Ksock to send on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KsockSet)]
    [Parameter(ParameterSetName = ReplySet)]
    [ValidateNotNull]
    public Ksock? Ksock { get; set; }

    /// <summary>A socket of Connect-LimpetSocket to send on, to the Limpet at its other end.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SocketSet)]
    [Parameter(ParameterSetName = ReplySet)]
    [ValidateNotNull]
    public LimpetConnection? Socket { get; set; }

    /// <summary>The message's name; no wildcard.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = KbusSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = KsockSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = SocketSet)]
    [MessageName]
    [ArgumentCompleter(typeof(PlainMessageNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The data: bytes, an array of numbers 0 to 255, a string (UTF-8), a message whose data to send, or anything else as its string.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = KbusSet)]
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = KsockSet)]
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = SocketSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Data { get; set; }

    /// <summary>Asks: sends a Request, waits for its Reply and outputs it.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    [Parameter(ParameterSetName = KsockSet)]
    [Parameter(ParameterSetName = SocketSet)]
    public SwitchParameter Request { get; set; }

    /// <summary>Does not wait for the Reply, and outputs the id of the Request.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    [Parameter(ParameterSetName = KsockSet)]
    [Parameter(ParameterSetName = SocketSet)]
    public SwitchParameter NoWait { get; set; }

    /// <summary>An earlier Reply or Request: sends a Stateful Request that reaches its sender or nobody.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    [Parameter(ParameterSetName = KsockSet)]
    [Parameter(ParameterSetName = SocketSet)]
    [ValidateNotNull]
    public KbusMessageInfo? To { get; set; }

    // Were it mandatory, the engine would take a message that is piped on with -Ksock or -Socket for one to answer.
    /// <summary>The Request to answer, from the Ksock that took it.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ReplySet)]
    public KbusMessageInfo? InputObject { get; set; }

    /// <summary>The data of the Reply, as for <see cref="Data"/>; or a script block that makes it, with the Request as <c>$_</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ReplySet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Reply { get; set; }

    /// <summary>Seconds to wait for the Reply, or with <see cref="AllOrWait"/> for room; without it there is no limit.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeoutSec { get; set; }

    /// <summary>Puts the message at the front of each queue.</summary>
    [Parameter]
    public SwitchParameter Urgent { get; set; }

    /// <summary>Waits until every recipient has room.</summary>
    [Parameter]
    public SwitchParameter AllOrWait { get; set; }

    /// <summary>Fails, delivering to nobody, where a recipient has no room.</summary>
    [Parameter]
    public SwitchParameter AllOrFail { get; set; }

    /// <summary>Outputs the message that was sent, with its id. A Request that waits outputs its Reply anyway.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ParameterSetName = KbusSet)]
    public KbusBackend Backend { get; set; }
}
