using System.Text;

namespace Limpet.Core.Cuse.Protocol;

/// <summary>The first exchange with the kernel, in which a device gets its name (linux/fuse.h, struct cuse_init_out).</summary>
internal static class CuseInit
{
    /// <summary>The version of the protocol written down here; an older kernel is answered in its own.</summary>
    public const uint Major = 7;

    /// <summary>See <see cref="Major"/>.</summary>
    public const uint Minor = 31;

    /// <summary>Since 7.16 the ranges of a retried ioctl have the same layout for programs of 32 and 64 bits.</summary>
    public const uint OldestMinor = 16;

    private const int OutSize = 72;
    private const uint UnrestrictedIoctl = 1;

    /// <summary>Whether this version of the kernel's can be served.</summary>
    public static bool IsSpoken(uint major, uint minor) => major == Major && minor >= OldestMinor;

    /// <summary>Writes the reply: a device of that name, whose ioctls have their pointers followed, with a number of the kernel's choice.</summary>
    /// <param name="into">At least 128 bytes and the name.</param>
    /// <param name="unique">The request.</param>
    /// <param name="kernelMinor">The kernel's version.</param>
    /// <param name="name">The name under <c>/dev</c>.</param>
    /// <param name="longest">Most bytes of one read or write.</param>
    public static int Reply(Span<byte> into, ulong unique, uint kernelMinor, string name, int longest)
    {
        var body = into[FuseReply.HeaderSize..];
        body[..OutSize].Clear();
        ReadOnlySpan<uint> words = [Major, Math.Min(kernelMinor, Minor), 0, UnrestrictedIoctl, (uint)longest, (uint)longest];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(words).CopyTo(body);
        var info = body[OutSize..];
        var length = Encoding.ASCII.GetBytes($"DEVNAME={name}\0", info);
        return FuseReply.Body(into, unique, OutSize + length);
    }
}
