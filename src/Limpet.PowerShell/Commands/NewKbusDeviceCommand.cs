using System.Management.Automation;

using Limpet.Core.Cuse;
using Limpet.PowerShell.Devices;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>New-KbusDevice: makes an embedded bus <c>/dev/kbusN</c> as well, for any KBUS program, until the session ends or Remove-KbusDevice.</summary>
[Cmdlet(VerbsCommon.New, "KbusDevice", SupportsShouldProcess = true)]
[OutputType(typeof(KbusDeviceInfo))]
public sealed class NewKbusDeviceCommand : KbusCmdlet
{
    private const int DeviceCount = 256;

    /// <summary>The number of the bus, 0 to 255; the first one with <see cref="Count"/>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    public int Kbus { get; set; }

    /// <summary>As a device of the system, through the kernel's CUSE.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter AsDevice { get; set; }

    /// <summary>How many, numbered in a row.</summary>
    [Parameter]
    [ValidateRange(1, DeviceCount)]
    public int Count { get; set; } = 1;

    /// <summary>The permissions, as chmod takes them in octal.</summary>
    [Parameter]
    [FileMode]
    public string Mode { get; set; } = "0666";

    /// <summary>The name or number of the group that the device is given to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Group { get; set; }

    private protected override void Process()
    {
        if (!AsDevice)
        {
            Refuse("NotAsDevice", ErrorCategory.InvalidArgument, Kbus, "An embedded bus begins when it is opened, and needs no New-KbusDevice; -AsDevice makes it a device of the system.");
        }

        if (Kbus + Count > DeviceCount)
        {
            Refuse("TooManyDevices", ErrorCategory.InvalidArgument, Count, $"{Count} devices from {Kbus} on end at {Kbus + Count - 1}; the last is {DeviceCount - 1}.");
        }

        var options = new CuseDeviceOptions { Mode = (UnixFileMode)Convert.ToInt32(Mode, 8), Group = Group };
        var made = false;
        for (var number = Kbus; number < Kbus + Count; number++)
        {
            if (ShouldProcess($"/dev/kbus{number}", "Make the device"))
            {
                OrReport(number, () =>
                {
                    Core.Kbus.ServeDevice(number, options);
                    made = true;
                    WriteObject(Core.Kbus.Status(number).Select(status => new KbusDeviceInfo(status)), enumerateCollection: true);
                });
            }
        }

        if (made)
        {
            TellOfFiles();
        }
    }

    private void TellOfFiles()
    {
        var files = Core.Kbus.FilesStatus;
        if (files.Problem is { } problem)
        {
            WriteWarning($"'{files.Directory}' does not tell who is bound to what on the devices of this session: {problem}. Get-KbusBinding tells it to processes of this user.");
        }
        else if (files.ShownElsewhere)
        {
            WriteVerbose($"Another process shows '{files.Directory}/bindings' and 'stats'. This session's devices are among what it shows where both run as one user with one XDG_RUNTIME_DIR; when it ends, this session shows them.");
        }
        else if (files.ShownHere)
        {
            WriteVerbose($"'{files.Directory}/bindings' and '{files.Directory}/stats' tell who is bound to what, and how the Ksocks stand.");
        }
    }
}
