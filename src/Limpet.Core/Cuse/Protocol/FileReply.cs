using System.Text;

namespace Limpet.Core.Cuse.Protocol;

/// <summary>Replies about the files and the one directory of a file system (linux/fuse.h); each gives the length of the whole, as <see cref="FuseReply"/>'s do.</summary>
internal static class FileReply
{
    private const int EntrySize = 40;
    private const int AttributesOutSize = 16;
    private const int AttributesSize = 88;
    private const int StatusSize = 80;
    private const int DirectoryEntrySize = 24;

    // Neither the files nor what they are called ever changes.
    private const ulong ValidSeconds = 3600;

    /// <summary>struct fuse_entry_out: the name stands for this.</summary>
    public static int Entry(Span<byte> into, ulong unique, in NodeAttributes attributes)
    {
        var body = into[FuseReply.HeaderSize..];
        body[..EntrySize].Clear();
        BitConverter.TryWriteBytes(body, attributes.Node);
        BitConverter.TryWriteBytes(body[16..], ValidSeconds);
        BitConverter.TryWriteBytes(body[24..], ValidSeconds);
        Write(attributes, body[EntrySize..]);
        return FuseReply.Body(into, unique, EntrySize + AttributesSize);
    }

    /// <summary>struct fuse_attr_out.</summary>
    public static int Attributes(Span<byte> into, ulong unique, in NodeAttributes attributes)
    {
        var body = into[FuseReply.HeaderSize..];
        body[..AttributesOutSize].Clear();
        BitConverter.TryWriteBytes(body, ValidSeconds);
        Write(attributes, body[AttributesOutSize..]);
        return FuseReply.Body(into, unique, AttributesOutSize + AttributesSize);
    }

    /// <summary>struct fuse_statfs_out: nothing stored, and no room.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="unique">The request.</param>
    /// <param name="files">How many files there are.</param>
    public static int Status(Span<byte> into, ulong unique, int files)
    {
        const uint BlockSize = 4096;
        const uint LongestName = 255;
        var body = into[FuseReply.HeaderSize..];
        body[..StatusSize].Clear();
        BitConverter.TryWriteBytes(body[24..], (ulong)files);
        BitConverter.TryWriteBytes(body[40..], BlockSize);
        BitConverter.TryWriteBytes(body[44..], LongestName);
        BitConverter.TryWriteBytes(body[48..], BlockSize);
        return FuseReply.Body(into, unique, StatusSize);
    }

    /// <summary>struct fuse_dirent, padded to 8 bytes.</summary>
    /// <param name="into">The rest of the room for entries.</param>
    /// <param name="attributes">What the name stands for.</param>
    /// <param name="name">The name.</param>
    /// <param name="next">Where reading the directory goes on after it.</param>
    /// <param name="length">Bytes of it.</param>
    /// <returns>Whether it fits.</returns>
    public static bool TryDirectoryEntry(Span<byte> into, in NodeAttributes attributes, string name, ulong next, out int length)
    {
        const uint Directory = 4;
        const uint Regular = 8;
        var nameLength = Encoding.UTF8.GetByteCount(name);
        length = (DirectoryEntrySize + nameLength + 7) & ~7;
        if (length > into.Length)
        {
            return false;
        }

        into[..length].Clear();
        BitConverter.TryWriteBytes(into, attributes.Node);
        BitConverter.TryWriteBytes(into[8..], next);
        BitConverter.TryWriteBytes(into[16..], nameLength);
        BitConverter.TryWriteBytes(into[20..], attributes.IsDirectory ? Directory : Regular);
        Encoding.UTF8.GetBytes(name, into[DirectoryEntrySize..]);
        return true;
    }

    // struct fuse_attr: ino 0, size 8, blocks 16, times 24, 32, 40, their nanoseconds 48, 52, 56, mode 60, nlink 64, owner 68 and 72, rdev 76, blksize 80.
    private static void Write(in NodeAttributes attributes, Span<byte> into)
    {
        const uint Directory = 0x4000;
        const uint Regular = 0x8000;
        into[..AttributesSize].Clear();
        BitConverter.TryWriteBytes(into, attributes.Node);
        foreach (var place in (ReadOnlySpan<int>)[24, 32, 40])
        {
            BitConverter.TryWriteBytes(into[place..], attributes.Time.ToUnixTimeSeconds());
        }

        BitConverter.TryWriteBytes(into[60..], (attributes.IsDirectory ? Directory : Regular) | (uint)attributes.Mode);
        BitConverter.TryWriteBytes(into[64..], attributes.IsDirectory ? 2u : 1u);
        BitConverter.TryWriteBytes(into[80..], 4096u);
    }
}
