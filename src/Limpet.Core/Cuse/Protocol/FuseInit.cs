using System.Runtime.InteropServices;

namespace Limpet.Core.Cuse.Protocol;

/// <summary>The first exchange with the kernel about a file system (linux/fuse.h, struct fuse_init_out).</summary>
internal static class FuseInit
{
    private const uint LongSince = 23;
    private const int LongSize = 64;
    private const int ShortSize = 24;

    // The least that the kernel takes; nothing is ever written.
    private const uint LongestWrite = 4096;

    /// <summary>Writes the reply: none of what may be agreed upon, which is all for speed.</summary>
    /// <param name="into">At least 80 bytes.</param>
    /// <param name="unique">The request.</param>
    /// <param name="kernelMinor">The kernel's version.</param>
    public static int Reply(Span<byte> into, ulong unique, uint kernelMinor)
    {
        var size = kernelMinor >= LongSince ? LongSize : ShortSize;
        var body = into.Slice(FuseReply.HeaderSize, size);
        body.Clear();
        ReadOnlySpan<uint> words = [FuseVersion.Major, Math.Min(kernelMinor, FuseVersion.Minor), 0, 0, 0, LongestWrite];
        MemoryMarshal.AsBytes(words).CopyTo(body);
        return FuseReply.Body(into, unique, size);
    }

    /// <summary>What a kernel of another major version is told: this one, upon which it may ask again.</summary>
    public static int OtherVersion(Span<byte> into, ulong unique)
    {
        var body = into.Slice(FuseReply.HeaderSize, ShortSize);
        body.Clear();
        BitConverter.TryWriteBytes(body, FuseVersion.Major);
        BitConverter.TryWriteBytes(body[4..], FuseVersion.Minor);
        return FuseReply.Body(into, unique, ShortSize);
    }
}
