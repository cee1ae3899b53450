using System.Management.Automation;

using Limpet.Core.Bus;
using Limpet.Core.Ksocks;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Devices;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>Set-KbusDevice: what holds for all who use a bus (kbus.md 4: MAXMSGSIZE, VERBOSE, REPORTREPLIERBINDS).</summary>
[Cmdlet(VerbsCommon.Set, "KbusDevice", SupportsShouldProcess = true)]
[OutputType(typeof(KbusDeviceInfo))]
public sealed class SetKbusDeviceCommand : KbusCmdlet
{
    // Turning the reports on queues an event for every replier there is.
    private const uint RoomForEvents = 1_000_000;

    /// <summary>The number of the bus, 0 to 255.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>Bytes that a message may have, with its header and padding.</summary>
    [Parameter]
    [ValidateRange(BusDevice.LeastMaxMessageSize, int.MaxValue)]
    public int MaxMessageSize { get; set; }

    /// <summary>Whether repliers that bind and unbind are announced, as <c>$.KBUS.ReplierBindEvent</c>.</summary>
    [Parameter]
    public bool ReportReplierBinds { get; set; }

    /// <summary>Whether the kernel module writes what happens to the kernel's log; an embedded bus keeps the setting and writes nothing.</summary>
    [Parameter]
    public bool KernelLog { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KbusBackend Backend { get; set; }

    /// <summary>Gives the bus as it then is.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => OrReport(Kbus, () =>
    {
        var settings = Settings().ToList();
        if (settings.Count == 0)
        {
            Refuse(ErrorId.NothingToSet, ErrorCategory.InvalidArgument, Kbus, "Nothing is to be set; expected -MaxMessageSize, -ReportReplierBinds or -KernelLog.");
        }

        // Opening an embedded bus begins it, which is a change too.
        settings.RemoveAll(setting => !ShouldProcess($"bus {Kbus}", setting.What));
        if (settings.Count == 0)
        {
            return;
        }

        using (var ksock = OpenBus(Kbus, Backend))
        {
            foreach (var (what, set) in settings)
            {
                try
                {
                    set(ksock);
                }
                catch (KbusException refusal)
                {
                    CallTrace.Tell?.Invoke($"Ksock {ksock.Id} on bus {Kbus}: {what}: {refusal.Errno}");
                    throw;
                }

                CallTrace.Tell?.Invoke($"Ksock {ksock.Id} on bus {Kbus}: {what}");
            }
        }

        if (PassThru)
        {
            WriteObject(Session.Buses.Status(Kbus).Select(bus => bus.Info).Where(bus => Backend == KbusBackend.Auto || bus.Backend == Backend), enumerateCollection: true);
        }
    });

    private IEnumerable<(string What, Action<IKsock> Set)> Settings()
    {
        var given = MyInvocation.BoundParameters;
        if (given.ContainsKey(nameof(MaxMessageSize)))
        {
            yield return ($"Set MaxMessageSize to {MaxMessageSize}", ksock => ksock.MaxMessageSize((uint)MaxMessageSize));
        }

        if (given.ContainsKey(nameof(ReportReplierBinds)))
        {
            yield return ($"Set ReportReplierBinds to {ReportReplierBinds}", SetReportReplierBinds);
        }

        if (given.ContainsKey(nameof(KernelLog)))
        {
            yield return ($"Set KernelLog to {KernelLog}", ksock => ksock.Verbose(KernelLog ? 1u : 0u));
        }
    }

    private void SetReportReplierBinds(IKsock ksock)
    {
        ksock.MaxMessages(RoomForEvents);
        ksock.ReportReplierBinds(ReportReplierBinds ? 1u : 0u);
    }
}
