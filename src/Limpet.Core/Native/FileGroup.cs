using System.Globalization;
using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Native;

/// <summary>The group of a file, which .NET neither finds by its name nor changes.</summary>
internal static partial class FileGroup
{
    private const int AtEmptyPath = 0x1000;

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChownNative(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChownAtNative(SafeFileHandle directory, string path, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindGroupNative(string name, Span<byte> group, Span<byte> buffer, nuint length, out nint found);

    /// <summary>Gives a file to a group, and leaves its owner.</summary>
    public static Errno Change(string path, uint group) => ChownNative(path, uint.MaxValue, group) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();

    /// <summary>The same to a file that is held (<see cref="Libc.OpenPlace"/>).</summary>
    public static Errno Change(SafeFileHandle place, uint group)
        => ChownAtNative(place, "", uint.MaxValue, group, AtEmptyPath) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();

    /// <summary>The number of a group by its name or by its number in decimal; null where there is none.</summary>
    public static uint? Find(string name)
    {
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // struct group: the pointers gr_name and gr_passwd, then gr_gid.
        Span<byte> group = stackalloc byte[4 * IntPtr.Size];
        var buffer = new byte[64 * 1024];
        return FindGroupNative(name, group, buffer, (nuint)buffer.Length, out var found) == 0 && found != 0
            ? BitConverter.ToUInt32(group[(2 * IntPtr.Size)..])
            : null;
    }
}
