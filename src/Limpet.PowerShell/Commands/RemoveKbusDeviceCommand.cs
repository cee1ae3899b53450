using System.Management.Automation;

using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Remove-KbusDevice: ends an embedded bus that this session hosts, and its <c>/dev/kbusN</c> with it. Whoever waits on it is woken with an error.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "KbusDevice", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveKbusDeviceCommand : KbusCmdlet
{
    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    public int Kbus { get; set; }

    private protected override void Process()
    {
        if (!ShouldProcess($"bus {Kbus}", "End it for all of its users"))
        {
            return;
        }

        OrReport(Kbus, () =>
        {
            if (!Core.Kbus.RemoveEmbedded(Kbus))
            {
                WriteError(ErrorRecords.Make(
                    "NotHostedHere",
                    ErrorCategory.ObjectNotFound,
                    Kbus,
                    $"This session hosts no bus {Kbus}. Remove it where it is hosted; a device of the kbus kernel module goes with the module alone."));
            }
        });
    }
}
