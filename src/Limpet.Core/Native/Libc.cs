using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>The few calls of the C library that .NET has no other way to.</summary>
internal static partial class Libc
{
    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const int EINTR = 4;

    private const int EINVAL = 22;
    private const int EventFdSemaphore = 0x1;
    private const int EventFdNonBlocking = 0x800;
    private const int OpenReadWrite = 0x2;
    private const int OpenCreate = 0x40;
    private const int OpenCloseOnExec = 0x80000;
    private const int OpenPath = 0x200000;
    private const uint OwnerReadsAndWrites = 0x180;
    private const int LockExclusiveNonBlocking = 2 | 4;
    private const nuint SocketOutQueue = 0x5411;
    private const int AtCwd = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxBasic = 0x7ff;

    // What it is on x86 is O_LARGEFILE on ARM.
    private static readonly int s_openNoFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollNative(Span<PollFd> fds, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFdNative(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteNative(SafeFileHandle fd, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadNative(SafeFileHandle fd, Span<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int FchmodNative(SafeFileHandle fd, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FlockNative(SafeFileHandle fd, int operation);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxNative(int directory, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoctlNative(int fd, nuint request, out int value);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static unsafe partial nint ReadProcessMemory(int pid, IoVector* local, ulong localCount, IoVector* remote, ulong remoteCount, ulong flags);

    /// <summary>How many bytes that were given to a socket its other end has not taken yet (SIOCOUTQ).</summary>
    public static int UnsentBytes(Socket socket)
        => IoctlNative((int)socket.Handle, SocketOutQueue, out var bytes) == 0 ? bytes : throw new IOException($"ioctl SIOCOUTQ failed: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>Waits for any of these; what came is in their <see cref="PollFd.Returned"/>.</summary>
    /// <param name="fds">What to wait for.</param>
    /// <param name="timeoutMs">How long at the most; -1 for as long as it takes.</param>
    public static void Poll(Span<PollFd> fds, int timeoutMs = -1)
    {
        while (PollNative(fds, (nuint)fds.Length, timeoutMs) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == EINVAL)
            {
                Select(fds, timeoutMs);
                return;
            }

            if (error != EINTR)
            {
                throw new IOException($"poll failed: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    /// <summary>A new eventfd that neither blocks nor outlives an exec.</summary>
    public static SafeFileHandle NewEventFd() => NewEventFd(EventFdNonBlocking);

    /// <summary>A new eventfd that counts as a semaphore, and blocks whoever reads it while it is 0.</summary>
    public static SafeFileHandle NewSemaphoreEventFd() => NewEventFd(EventFdSemaphore);

    /// <summary>Adds to an eventfd, which makes it readable.</summary>
    public static void Signal(SafeFileHandle eventFd, ulong count = 1)
    {
        // It fails only when the counter is at its end, and then it is readable anyway.
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BitConverter.TryWriteBytes(bytes, count);
        WriteNative(eventFd, bytes, sizeof(ulong));
    }

    /// <summary>Reads an eventfd: waits until it is readable, if it blocks, and makes it no longer so, or as a semaphore takes one.</summary>
    public static void Unsignal(SafeFileHandle eventFd)
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        while (ReadNative(eventFd, count, sizeof(ulong)) < 0 && Marshal.GetLastPInvokeError() == EINTR)
        {
        }
    }

    /// <summary>Opens a file to lock it, making it with mode 0600 where it is not there, whatever the umask; it follows no link at its end.</summary>
    public static SafeFileHandle OpenLockFile(string path)
    {
        var file = Open(path, OpenReadWrite | OpenCreate, OwnerReadsAndWrites);

        // Whoever has no permission to do so did not make it. A umask that takes our own permissions would keep the next of our processes out.
        _ = FchmodNative(file, OwnerReadsAndWrites);
        return file;
    }

    /// <summary>Holds a file itself, whatever its name becomes, without reading or writing it; a link at its end is held and not followed.</summary>
    public static SafeFileHandle OpenPlace(string path) => Open(path, OpenPath, 0);

    /// <summary>What the system says of a file that is held.</summary>
    public static FileStatus? Stat(SafeFileHandle place) => Stat((int)place.DangerousGetHandle(), "", AtEmptyPath);

    /// <summary>Takes the lock of that file for as long as it is open, unless another process has it.</summary>
    public static bool TryLock(SafeFileHandle file) => FlockNative(file, LockExclusiveNonBlocking) == 0;

    /// <summary>Who owns a file and what it is, not following a link; null where there is none.</summary>
    public static FileStatus? Stat(string path) => Stat(AtCwd, path, AtSymlinkNoFollow);

    /// <summary>Copies from an address in this process, and says whether all of it is there to read; a bad address harms nothing.</summary>
    public static unsafe bool TryReadOwnMemory(ulong address, Span<byte> into)
    {
        if (into.IsEmpty)
        {
            return true;
        }

        fixed (byte* destination = into)
        {
            var local = new IoVector { Base = (nint)destination, Length = (nuint)into.Length };
            var remote = new IoVector { Base = (nint)address, Length = (nuint)into.Length };
            return ReadProcessMemory(Environment.ProcessId, &local, 1, &remote, 1, 0) == into.Length;
        }
    }

    private static SafeFileHandle NewEventFd(int flags)
    {
        var fd = EventFdNative(0, flags | OpenCloseOnExec);
        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw new IOException($"eventfd failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static SafeFileHandle Open(string path, int flags, uint mode)
    {
        var fd = OpenNative(path, flags | OpenCloseOnExec | s_openNoFollow, mode);
        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw new IOException($"Cannot open '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static FileStatus? Stat(int directory, string path, int flags)
    {
        // struct statx has the same layout everywhere: stx_uid at 20, stx_gid at 24, stx_mode at 28, stx_ino at 32.
        Span<byte> buffer = stackalloc byte[256];
        return StatxNative(directory, path, flags, StatxBasic, buffer) == 0
            ? new FileStatus(
                BitConverter.ToUInt32(buffer[20..]),
                BitConverter.ToUInt32(buffer[24..]),
                BitConverter.ToUInt16(buffer[28..]),
                BitConverter.ToUInt64(buffer[32..]))
            : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public nint Base;
        public nuint Length;
    }
}
