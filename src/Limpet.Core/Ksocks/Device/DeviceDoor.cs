using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Ksocks.Device;

/// <summary>Opens devices, and says what stands in the way where that fails.</summary>
internal static class DeviceDoor
{
    /// <summary>Where a device is.</summary>
    public static string PathOf(int device) => $"/dev/kbus{device}";

    /// <summary>Opens a Ksock on the device at that path.</summary>
    /// <exception cref="KbusException">See <see cref="DeviceKsock.Open"/>.</exception>
    public static DeviceKsock Open(string path, int device, bool canWrite)
    {
        var status = Libc.StatTarget(path);
        if (status is { IsCharacterDevice: false })
        {
            throw Refused(Errno.ENOTTY, device, $"'{path}' is no character device. Remove it, so that the kbus kernel module can put its device there, or use -Backend Embedded for the embedded bus");
        }

        var error = Libc.TryOpenDevice(path, canWrite, out var handle);
        if (handle is null)
        {
            throw Refused(error == Errno.ENXIO ? Errno.ENODEV : error, device, WhyNot(error, path, status, canWrite));
        }

        var file = new DeviceFile(handle);
        var id = 0u;
        error = file.Ioctl(DeviceIoctl.KsockId, ref id);
        if (error == Errno.None)
        {
            return new DeviceKsock(file, device, id, canWrite, path);
        }

        file.Dispose();
        throw Refused(error, device, error == Errno.ENODEV ? Unserved(path) : $"'{path}' is a character device, but no KBUS one: it does not tell its Ksock id (KSOCKID)");
    }

    /// <summary>What to tell whoever may not open a device.</summary>
    public static string NotPermitted(string path, FileStatus file, bool canWrite, Func<uint, string> userName, Func<uint, string> groupName)
    {
        var group = groupName(file.GroupId);
        var (needed, groupMask) = canWrite ? ("read and write", 0x30) : ("read", 0x20);

        // The root group opens far more than this device.
        var join = (file.Permissions & groupMask) == groupMask && file.GroupId != 0 ? $"Join the group '{group}', or let" : "Let";
        return $"No permission to {needed} '{path}', which belongs to {userName(file.UserId)}:{group} and has mode {Convert.ToString(file.Permissions, 8).PadLeft(4, '0')}. "
            + $"{join} everybody use it: sudo chmod 0666 {path}, and for good the udev rule KERNEL==\"kbus[0-9]*\", MODE=\"0666\"";
    }

    private static string WhyNot(Errno error, string path, FileStatus? status, bool canWrite) => error switch
    {
        Errno.ENOENT => $"There is no '{path}'. Load the kbus kernel module, or use -Backend Embedded for the embedded bus",
        Errno.ENODEV or Errno.ENXIO => Unserved(path),
        Errno.EACCES or Errno.EPERM when status is { } file => NotPermitted(path, file, canWrite, AccountNames.OfUser, AccountNames.OfGroup),
        _ => $"Cannot open '{path}': {Marshal.GetPInvokeErrorMessage((int)error)}",
    };

    private static string Unserved(string path)
        => $"Nobody serves '{path}': the kernel module or the program that made it is gone. Load or start it again, or use -Backend Embedded for the embedded bus";

    private static KbusException Refused(Errno error, int device, string text) => new(error, KsockOperation.Open, text, device);
}
