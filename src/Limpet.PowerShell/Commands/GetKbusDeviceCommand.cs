using System.Management.Automation;

using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Devices;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>Get-KbusDevice: the buses there are, every <c>/dev/kbusN</c> and the embedded buses of this user.</summary>
[Cmdlet(VerbsCommon.Get, "KbusDevice")]
[OutputType(typeof(KbusDeviceInfo))]
public sealed class GetKbusDeviceCommand : KbusCmdlet
{
    /// <summary>The number of the bus, 0 to 255; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    private protected override void Process()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Kbus)))
        {
            if (!Show(Kbus))
            {
                WriteError(ErrorRecords.NoBus(Kbus));
            }
        }
        else
        {
            OrReport(target: null, () =>
            {
                // One that has ended since it was found is none, and no error.
                foreach (var number in Session.Buses.Numbers())
                {
                    Show(number);
                }
            });
        }
    }

    private bool Show(int number)
    {
        var found = true;
        OrReport(number, () =>
        {
            StopToken.ThrowIfCancellationRequested();
            var buses = Session.Buses.Status(number);
            found = buses.Count > 0;
            foreach (var (info, problem) in buses)
            {
                WriteObject(info);
                if (problem is not null && ErrorRecords.TryDescribe(problem, number, out var record))
                {
                    WriteError(record);
                }
            }
        });
        return found;
    }
}
