using System.Management.Automation;

using Limpet.Core.Cuse;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// New-KbusDevice: makes an embedded bus <c>/dev/kbusN</c> as well, for any KBUS program; or a private bus, which the number means in this session alone. Both
/// last until the session ends or Remove-KbusDevice.
/// </summary>
[Cmdlet(VerbsCommon.New, "KbusDevice", SupportsShouldProcess = true, DefaultParameterSetName = AsDeviceSet)]
[OutputType(typeof(Devices.KbusDeviceInfo))]
public sealed class NewKbusDeviceCommand : KbusCmdlet
{
    private const int DeviceCount = 256;
    private const string AsDeviceSet = "AsDevice";
    private const string PrivateSet = "Private";

    /// <summary>The number of the bus, 0 to 255; the first one with <see cref="Count"/>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>As a device of the system, through the kernel's CUSE.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsDeviceSet)]
    public SwitchParameter AsDevice { get; set; }

    /// <summary>As a bus that this session alone sees, whatever other bus has that number.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PrivateSet)]
    public SwitchParameter Private { get; set; }

    /// <summary>How many, numbered in a row.</summary>
    [Parameter]
    [ValidateRange(1, DeviceCount)]
    public int Count { get; set; } = 1;

    /// <summary>The permissions, as chmod takes them in octal.</summary>
    [Parameter(ParameterSetName = AsDeviceSet)]
    [FileMode]
    public string Mode { get; set; } = "0666";

    /// <summary>The name or number of the group that the device is given to.</summary>
    [Parameter(ParameterSetName = AsDeviceSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? Group { get; set; }

    private protected override void Process()
    {
        if (!AsDevice && !Private)
        {
            Refuse(
                ErrorId.NotAsDevice,
                ErrorCategory.InvalidArgument,
                Kbus,
                "An embedded bus begins when it is opened, and needs no New-KbusDevice; -AsDevice makes it a device of the system, and -Private one of this session alone.");
        }

        if (Kbus + Count > DeviceCount)
        {
            Refuse(ErrorId.TooManyDevices, ErrorCategory.InvalidArgument, Count, $"{Count} devices from {Kbus} on end at {Kbus + Count - 1}; the last is {DeviceCount - 1}.");
        }

        var made = false;
        for (var number = Kbus; number < Kbus + Count; number++)
        {
            if (ShouldProcess(Private ? $"bus {number}" : $"/dev/kbus{number}", Private ? "Make a bus of this session alone" : "Make the device"))
            {
                OrReport(number, () =>
                {
                    Make(number);
                    made |= AsDevice;
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

    private void Make(int number)
    {
        if (!Private)
        {
            Core.Kbus.ServeDevice(number, new CuseDeviceOptions { Mode = (UnixFileMode)Convert.ToInt32(Mode, 8), Group = Group });
        }
        else if (!Session.Buses.TryBeginPrivate(number))
        {
            WriteError(ErrorRecords.Make(
                ErrorId.PrivateBusExists,
                ErrorCategory.ResourceExists,
                number,
                $"This session has a private bus {number} already; Remove-KbusDevice {number} ends it."));
            return;
        }
        else
        {
            WriteVerbose($"-Kbus {number} is the private bus {number} of this session from now on.");
        }

        WriteObject(Session.Buses.Status(number).Select(bus => bus.Info).Where(info => info.IsPrivate == Private), enumerateCollection: true);
    }
}
