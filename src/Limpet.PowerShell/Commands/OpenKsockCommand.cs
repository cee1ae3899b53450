using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>Open-Ksock: a Ksock to use with <c>-Ksock</c> over several calls, bindings kept.</summary>
[Cmdlet(VerbsCommon.Open, "Ksock")]
[OutputType(typeof(Ksock))]
public sealed class OpenKsockCommand : KbusCmdlet
{
    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>Names to listen for; wildcards too.</summary>
    [Parameter(Position = 1)]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Names to be the replier for; wildcards too.</summary>
    [Parameter]
    [MessageName(Wildcard = true)]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Replier { get; set; } = [];

    /// <summary>How many messages may be queued (MAXMSGS); the bus's own default is 100.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxMessages { get; set; }

    /// <summary>Opens it for reading alone: nothing can be sent on it.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter]
    public KbusBackend Backend { get; set; }

    private protected override void Process() => OrReport(Kbus, () =>
    {
        var ksock = new Ksock(OpenBus(Kbus, Backend, canWrite: !ReadOnly));
        try
        {
            if (MaxMessages > 0)
            {
                ksock.SetMaxMessages((uint)MaxMessages);
            }

            BindAll(ksock, Name, BindingKind.Listener);
            BindAll(ksock, Replier, BindingKind.Replier);
        }
        catch
        {
            ksock.Dispose();
            throw;
        }

        Session.Keep(ksock);
        WriteObject(ksock);
    });
}
