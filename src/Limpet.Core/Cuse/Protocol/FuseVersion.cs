namespace Limpet.Core.Cuse.Protocol;

/// <summary>The version of the protocol that is spoken with the kernel (linux/fuse.h, FUSE_KERNEL_VERSION).</summary>
internal static class FuseVersion
{
    /// <summary>The version of the protocol written down here; an older kernel is answered in its own.</summary>
    public const uint Major = 7;

    /// <summary>See <see cref="Major"/>.</summary>
    public const uint Minor = 31;

    /// <summary>Since 7.16 the ranges of a retried ioctl have the same layout for programs of 32 and 64 bits.</summary>
    public const uint OldestMinor = 16;

    /// <summary>Whether this version of the kernel's can be served.</summary>
    public static bool IsSpoken(uint major, uint minor) => major == Major && minor >= OldestMinor;
}
