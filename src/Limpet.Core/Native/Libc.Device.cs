using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>What a device is driven by: open, ioctl, read and write, each with its errno and none of them stopped by a signal.</summary>
internal static partial class Libc
{
    private const int OpenReadOnly = 0;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int IoctlNative(SafeFileHandle fd, nuint request, void* argument);

    /// <summary>Opens a device so that no program started later inherits it. The handle is null where there is an error.</summary>
    public static Errno TryOpenDevice(string path, bool canWrite, out SafeFileHandle? handle)
    {
        handle = null;
        int fd;
        while ((fd = OpenNative(path, (canWrite ? OpenReadWrite : OpenReadOnly) | OpenCloseOnExec, 0)) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
            {
                return (Errno)error;
            }
        }

        handle = new SafeFileHandle(fd, ownsHandle: true);
        return Errno.None;
    }

    /// <summary>Asks a device for something.</summary>
    /// <param name="fd">The device.</param>
    /// <param name="request">The operation's number.</param>
    /// <param name="argument">What it reads and writes; null where it takes nothing.</param>
    /// <param name="result">What it returned, 0 or more; 0 where there is an error.</param>
    public static unsafe Errno Ioctl(SafeFileHandle fd, uint request, void* argument, out int result)
    {
        while ((result = IoctlNative(fd, request, argument)) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
            {
                result = 0;
                return (Errno)error;
            }
        }

        return Errno.None;
    }

    /// <summary>read: how many bytes came, 0 where there is an error.</summary>
    public static Errno Read(SafeFileHandle fd, Span<byte> into, out int read)
    {
        nint count;
        while ((count = ReadNative(fd, into, (nuint)into.Length)) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
            {
                read = 0;
                return (Errno)error;
            }
        }

        read = (int)count;
        return Errno.None;
    }

    /// <summary>write: how many bytes went, 0 where there is an error.</summary>
    public static Errno Write(SafeFileHandle fd, ReadOnlySpan<byte> bytes, out int written)
    {
        nint count;
        while ((count = WriteNative(fd, bytes, (nuint)bytes.Length)) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
            {
                written = 0;
                return (Errno)error;
            }
        }

        written = (int)count;
        return Errno.None;
    }

    /// <summary>Who owns what is at the end of a path, links followed, and what it is; null where there is nothing.</summary>
    public static FileStatus? StatTarget(string path) => Stat(AtCwd, path, flags: 0);
}
