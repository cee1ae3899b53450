using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>The calls of the C library that a file system of one's own takes, with their errno as a value.</summary>
internal static partial class MountCalls
{
    private const nuint ReadOnlyNoSetUidNoDevicesNoPrograms = 1 | 2 | 4 | 8;
    private const int Detach = 2;
    private const int NoFollow = 8;
    private const int LockExclusive = 2;

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MountNative(string source, string target, string type, nuint flags, string options);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnmountNative(string target, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FlockNative(SafeFileHandle fd, int operation);

    /// <summary>Mounts a file system that can only be read, and from which nothing is run.</summary>
    public static Errno Mount(string source, string target, string type, string options)
        => MountNative(source, target, type, ReadOnlyNoSetUidNoDevicesNoPrograms, options) == 0 ? Errno.None : LastError();

    /// <summary>Takes a mount away from the tree at once; it goes for good when nobody has a file of it open any more.</summary>
    public static Errno Unmount(string target) => UnmountNative(target, Detach | NoFollow) == 0 ? Errno.None : LastError();

    /// <summary>Waits for the lock of a file; EINTR where a signal interrupts that.</summary>
    public static Errno WaitForLock(SafeFileHandle file) => FlockNative(file, LockExclusive) == 0 ? Errno.None : LastError();

    private static Errno LastError() => (Errno)Marshal.GetLastPInvokeError();
}
