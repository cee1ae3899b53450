namespace Limpet.Core.Cuse.Protocol;

/// <summary>The flags of FUSE_IOCTL that matter here (linux/fuse.h).</summary>
[Flags]
internal enum FuseIoctlFlags : uint
{
    None = 0,

    /// <summary>A 32-bit program on a 64-bit kernel.</summary>
    Compat = 1 << 0,

    /// <summary>In a reply: fetch these ranges of the caller's memory, and ask again.</summary>
    Retry = 1 << 2,

    /// <summary>A program whose pointers have 32 bits.</summary>
    Bits32 = 1 << 3,
}
