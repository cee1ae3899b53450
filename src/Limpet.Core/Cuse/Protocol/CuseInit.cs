using System.Text;

namespace Limpet.Core.Cuse.Protocol;

/// <summary>The first exchange with the kernel, in which a device gets its name (linux/fuse.h, struct cuse_init_out).</summary>
internal static class CuseInit
{
    private const int OutSize = 72;
    private const uint UnrestrictedIoctl = 1;

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
        ReadOnlySpan<uint> words = [FuseVersion.Major, Math.Min(kernelMinor, FuseVersion.Minor), 0, UnrestrictedIoctl, (uint)longest, (uint)longest];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(words).CopyTo(body);
        var info = body[OutSize..];
        var length = Encoding.ASCII.GetBytes($"DEVNAME={name}\0", info);
        return FuseReply.Body(into, unique, OutSize + length);
    }
}
