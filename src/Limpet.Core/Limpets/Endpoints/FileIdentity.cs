using System.Runtime.InteropServices;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>Which file stands at a path, whatever its name becomes.</summary>
internal readonly partial record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode, bool IsSocket)
{
    // struct statx has the same offsets on every machine, which struct stat has not.
    private const int StatxLength = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceMajorOffset = 136;
    private const int DeviceMinorOffset = 140;
    private const int CurrentDirectory = -100;
    private const uint TypeAndInode = 0x1 | 0x100;
    private const int TypeMask = 0xF000;
    private const int SocketType = 0xC000;

    /// <summary>The file at that path (a symbolic link is followed), or null where there is none.</summary>
    public static FileIdentity? Of(string path)
    {
        Span<byte> stat = stackalloc byte[StatxLength];
        return Statx(CurrentDirectory, path, 0, TypeAndInode, stat) != 0
            ? null
            : new FileIdentity(
                BitConverter.ToUInt32(stat[DeviceMajorOffset..]),
                BitConverter.ToUInt32(stat[DeviceMinorOffset..]),
                BitConverter.ToUInt64(stat[InodeOffset..]),
                (BitConverter.ToUInt16(stat[ModeOffset..]) & TypeMask) == SocketType);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> result);
}
