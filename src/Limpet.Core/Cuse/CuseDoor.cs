using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Cuse;

/// <summary>Makes character devices through <c>/dev/cuse</c>, and says what stands in the way where that fails.</summary>
internal static class CuseDoor
{
    private const string Door = "/dev/cuse";

    /// <summary>Makes the device, which nobody serves yet.</summary>
    /// <param name="name">Its name under <c>/dev</c>.</param>
    /// <param name="number">The bus it is for, for errors.</param>
    /// <exception cref="KbusException">There is no CUSE (ENOENT), no permission (EACCES), the name is taken (EEXIST), or the kernel speaks another version (EIO).</exception>
    public static FuseChannel Make(string name, int number)
    {
        var error = CuseCalls.Open(Door, out var file);
        if (error != Errno.None)
        {
            throw CannotOpen(error, name, number);
        }

        try
        {
            Introduce(file!, name, number);
            return new FuseChannel(file!, $"{name} device", CuseSession.BufferSize);
        }
        catch
        {
            file!.Dispose();
            throw;
        }
    }

    private static KbusException CannotOpen(Errno error, string name, int number) => error switch
    {
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new KbusException(
            Errno.ENOENT,
            KsockOperation.Open,
            $"'/dev/{name}' cannot be made, since there is no '{Door}'. Load the kernel's module with 'modprobe cuse' as root; a kernel without CONFIG_CUSE has none",
            number),
        Errno.EACCES or Errno.EPERM => new KbusException(
            Errno.EACCES,
            KsockOperation.Open,
            $"'/dev/{name}' cannot be made, since user {Libc.EffectiveUserId()} may not open '{Door}'{DoorAsItIs()}. Run as root, or let a udev rule give '{Door}' to a group of yours",
            number),
        _ => new KbusException(error, KsockOperation.Open, $"'/dev/{name}' cannot be made, since '{Door}' does not open", number),
    };

    private static string DoorAsItIs()
        => Libc.Stat(Door) is { } door ? $", which belongs to user {door.UserId} with mode {Convert.ToString(door.Permissions, 8)}" : "";

    private static void Introduce(SafeFileHandle file, string name, int number)
    {
        var buffer = new byte[CuseSession.BufferSize];
        var error = CuseCalls.Read(file, buffer, out var length);
        if (error != Errno.None
            || !FuseRequest.TryParse(buffer.AsSpan(0, length), out var request)
            || request.Opcode != FuseOpcode.CuseInit
            || !request.TryInit(out var major, out var minor, out _))
        {
            throw new KbusException(Errno.EIO, KsockOperation.Open, $"'{Door}' does not begin as CUSE does: {length} bytes, {error}", number);
        }

        if (!FuseVersion.IsSpoken(major, minor))
        {
            throw new KbusException(
                Errno.EIO,
                KsockOperation.Open,
                $"The kernel speaks version {major}.{minor} of CUSE's protocol; expected {FuseVersion.Major}.{FuseVersion.OldestMinor} or a later {FuseVersion.Major}",
                number);
        }

        var reply = CuseInit.Reply(buffer, request.Unique, minor, name, CuseSession.LongestTransfer);
        error = CuseCalls.Write(file, buffer.AsSpan(0, reply));
        Span<PollFd> kernel = [new PollFd { Fd = (int)file.DangerousGetHandle(), Wanted = Libc.PollIn }];
        Libc.Poll(kernel, timeoutMs: 0);
        const short Ended = 0x8;
        if (error != Errno.None || (kernel[0].Returned & Ended) != 0)
        {
            throw new KbusException(Errno.EEXIST, KsockOperation.Open, $"The kernel refuses to make '/dev/{name}': another process serves a device of that name", number);
        }
    }
}
