namespace Limpet.Core.Cuse.Protocol;

/// <summary>
/// A request of the kernel's as it was read from <c>/dev/cuse</c> or <c>/dev/fuse</c>: struct fuse_in_header and the body after it, in native byte order (linux/fuse.h).
/// Whatever is too short for what it says it is, is no request.
/// </summary>
internal readonly ref struct FuseRequest
{
    /// <summary>Bytes of struct fuse_in_header: len 0, opcode 4, unique 8, nodeid 16, uid 24, gid 28, pid 32, and 4 more.</summary>
    public const int HeaderSize = 40;

    private const int OpenSize = 8;
    private const int ReleaseSize = 24;
    private const int TransferSize = 40;
    private const int IoctlSize = 32;
    private const int PollSize = 24;
    private const int InitSize = 16;

    private FuseRequest(ReadOnlySpan<byte> bytes)
    {
        Opcode = (FuseOpcode)BitConverter.ToUInt32(bytes[4..]);
        Unique = BitConverter.ToUInt64(bytes[8..]);
        Node = BitConverter.ToUInt64(bytes[16..]);
        Thread = BitConverter.ToUInt32(bytes[32..]);
        Body = bytes[HeaderSize..];
    }

    public FuseOpcode Opcode { get; }

    /// <summary>What the reply must name.</summary>
    public ulong Unique { get; }

    /// <summary>The file that it is about, 1 for the root; 0 of a device.</summary>
    public ulong Node { get; }

    /// <summary>The thread that called, as the process that opened <c>/dev/cuse</c> would name it; 0 where it cannot see it.</summary>
    public uint Thread { get; }

    public ReadOnlySpan<byte> Body { get; }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out FuseRequest request)
    {
        var whole = bytes.Length >= HeaderSize && BitConverter.ToUInt32(bytes) == bytes.Length;
        request = whole ? new FuseRequest(bytes) : default;
        return whole;
    }

    /// <summary>struct fuse_open_in: the flags of open(2), without those that make a file.</summary>
    public bool TryOpen(out uint flags)
    {
        var whole = Body.Length >= OpenSize;
        flags = whole ? U32(0) : 0;
        return whole;
    }

    /// <summary>struct fuse_release_in: the handle that nobody has any more.</summary>
    public bool TryRelease(out ulong handle)
    {
        var whole = Body.Length >= ReleaseSize;
        handle = whole ? U64(0) : 0;
        return whole;
    }

    /// <summary>struct fuse_read_in: how many bytes are wanted of a handle, and from where.</summary>
    public bool TryRead(out ulong handle, out ulong offset, out uint size)
    {
        var whole = Body.Length >= TransferSize;
        (handle, offset, size) = whole ? (U64(0), U64(8), U32(16)) : (0, 0, 0);
        return whole;
    }

    /// <summary>The name to look up, which ends with a zero byte.</summary>
    public bool TryName(out ReadOnlySpan<byte> name)
    {
        var whole = Body is [.., 0];
        name = whole ? Body[..^1] : default;
        return whole;
    }

    /// <summary>struct fuse_write_in and the bytes written.</summary>
    public bool TryWrite(out ulong handle, out ReadOnlySpan<byte> written)
    {
        var whole = Body.Length >= TransferSize && U32(16) == Body.Length - TransferSize;
        handle = whole ? U64(0) : 0;
        written = whole ? Body[TransferSize..] : default;
        return whole;
    }

    /// <summary>struct fuse_poll_in: what the kernel calls the open file, and whether it wants to be told of news.</summary>
    public bool TryPoll(out ulong handle, out ulong kernelHandle, out bool notify)
    {
        const uint ScheduleNotify = 1;
        var whole = Body.Length >= PollSize;
        (handle, kernelHandle, notify) = whole ? (U64(0), U64(8), (U32(16) & ScheduleNotify) != 0) : (0, 0, false);
        return whole;
    }

    /// <summary>struct fuse_ioctl_in and the bytes fetched from the caller's memory.</summary>
    public bool TryIoctl(out FuseIoctl ioctl)
    {
        var whole = Body.Length >= IoctlSize && U32(24) == Body.Length - IoctlSize;
        ioctl = whole
            ? new FuseIoctl { Handle = U64(0), Flags = (FuseIoctlFlags)U32(8), Command = U32(12), Argument = U64(16), StoreSize = U32(28), Fetched = Body[IoctlSize..] }
            : default;
        return whole;
    }

    /// <summary>struct cuse_init_in and fuse_init_in: the version of the protocol that the kernel speaks.</summary>
    public bool TryInit(out uint major, out uint minor, out uint flags)
    {
        var whole = Body.Length >= InitSize;
        (major, minor, flags) = whole ? (U32(0), U32(4), U32(12)) : (0, 0, 0);
        return whole;
    }

    private uint U32(int offset) => BitConverter.ToUInt32(Body[offset..]);

    private ulong U64(int offset) => BitConverter.ToUInt64(Body[offset..]);
}
