using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Remove-KbusDevice: ends a private bus of this session, or an embedded bus that it hosts, and its <c>/dev/kbusN</c> with it. Whoever waits on it is woken with an error.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "KbusDevice", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveKbusDeviceCommand : KbusCmdlet
{
    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    private protected override void Process()
    {
        var isPrivate = Session.Buses.IsPrivate(Kbus, KbusBackend.Auto);
        if (!ShouldProcess($"{(isPrivate ? "private " : "")}bus {Kbus}", "End it for all of its users"))
        {
            return;
        }

        OrReport(Kbus, () =>
        {
            if (!Session.Buses.Remove(Kbus))
            {
                WriteError(ErrorRecords.Make(
                    ErrorId.NotHostedHere,
                    ErrorCategory.ObjectNotFound,
                    Kbus,
                    $"This session hosts no bus {Kbus}. Remove it where it is hosted; a device of the kbus kernel module goes with the module alone."));
            }
        });
    }
}
