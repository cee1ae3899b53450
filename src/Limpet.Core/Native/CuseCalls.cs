using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>The calls of the C library that serving a character device takes, with their errno as a value.</summary>
internal static partial class CuseCalls
{
    private const int OpenReadWrite = 0x2;
    private const int OpenCloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadNative(SafeFileHandle fd, Span<byte> into, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteNative(SafeFileHandle fd, ReadOnlySpan<byte> bytes, nuint count);

    /// <summary>Opens a file for reading and writing, not to outlive an exec.</summary>
    public static Errno Open(string path, out SafeFileHandle? file)
    {
        var fd = OpenNative(path, OpenReadWrite | OpenCloseOnExec);
        file = fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : null;
        return file is null ? LastError() : Errno.None;
    }

    /// <summary>read(2), EINTR where a signal interrupts it.</summary>
    public static Errno Read(SafeFileHandle file, Span<byte> into, out int read)
    {
        read = (int)ReadNative(file, into, (nuint)into.Length);
        return read >= 0 ? Errno.None : LastError();
    }

    /// <summary>write(2); a signal does not interrupt it.</summary>
    public static Errno Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var error = WriteNative(file, bytes, (nuint)bytes.Length) >= 0 ? Errno.None : LastError();
            if (error != Errno.EINTR)
            {
                return error;
            }
        }
    }

    private static Errno LastError() => (Errno)Marshal.GetLastPInvokeError();
}
