using Limpet.Core.Messages;

namespace Limpet.Core.Cuse.Protocol;

/// <summary>
/// Writes what goes back to the kernel: struct fuse_out_header and a body (linux/fuse.h). Each gives the length of the whole, which is to be written in one write.
/// </summary>
internal static class FuseReply
{
    /// <summary>Bytes of struct fuse_out_header: len 0, error 4, unique 8. The body comes after them.</summary>
    public const int HeaderSize = 16;

    private const int IoctlSize = 16;
    private const int RangeSize = 16;
    private const int NotifyPoll = 1;

    public static int Error(Span<byte> into, ulong unique, Errno error) => Header(into, unique, -(int)error, HeaderSize);

    /// <summary>Success, with a body that stands in its place already.</summary>
    public static int Body(Span<byte> into, ulong unique, int length) => Header(into, unique, 0, HeaderSize + length);

    /// <summary>struct fuse_open_out.</summary>
    public static int Opened(Span<byte> into, ulong unique, ulong handle, FuseOpenFlags flags)
    {
        var body = into[HeaderSize..];
        BitConverter.TryWriteBytes(body, handle);
        BitConverter.TryWriteBytes(body[8..], (uint)flags);
        BitConverter.TryWriteBytes(body[12..], 0u);
        return Body(into, unique, 16);
    }

    /// <summary>struct fuse_write_out.</summary>
    public static int Written(Span<byte> into, ulong unique, int size) => Words(into, unique, (uint)size, 0);

    /// <summary>struct fuse_poll_out.</summary>
    public static int Polled(Span<byte> into, ulong unique, uint events) => Words(into, unique, events, 0);

    /// <summary>struct fuse_ioctl_out and what is stored in the caller's memory.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="unique">The request.</param>
    /// <param name="result">What ioctl(2) returns; an errno as a negative number, whose bytes are stored all the same.</param>
    /// <param name="stored">Those bytes.</param>
    public static int Ioctl(Span<byte> into, ulong unique, int result, ReadOnlySpan<byte> stored)
    {
        var body = into[HeaderSize..];
        body[..IoctlSize].Clear();
        BitConverter.TryWriteBytes(body, result);
        stored.CopyTo(body[IoctlSize..]);
        return Body(into, unique, IoctlSize + stored.Length);
    }

    /// <summary>struct fuse_ioctl_out with FUSE_IOCTL_RETRY: the ranges to fetch, and then one to store to, if any.</summary>
    public static int Retry(Span<byte> into, ulong unique, ReadOnlySpan<CallerRange> fetch, CallerRange? store)
    {
        var body = into[HeaderSize..];
        BitConverter.TryWriteBytes(body, 0);
        BitConverter.TryWriteBytes(body[4..], (uint)FuseIoctlFlags.Retry);
        BitConverter.TryWriteBytes(body[8..], fetch.Length);
        BitConverter.TryWriteBytes(body[12..], store is null ? 0 : 1);
        var ranges = body[IoctlSize..];
        foreach (var range in fetch)
        {
            ranges = Range(ranges, range);
        }

        if (store is { } stored)
        {
            ranges = Range(ranges, stored);
        }

        return Body(into, unique, body.Length - ranges.Length);
    }

    /// <summary>FUSE_NOTIFY_POLL, which answers nothing: there is news for whoever polls that open file.</summary>
    public static int PollNews(Span<byte> into, ulong kernelHandle)
    {
        BitConverter.TryWriteBytes(into[HeaderSize..], kernelHandle);
        return Header(into, unique: 0, NotifyPoll, HeaderSize + sizeof(ulong));
    }

    private static Span<byte> Range(Span<byte> into, CallerRange range)
    {
        BitConverter.TryWriteBytes(into, range.Address);
        BitConverter.TryWriteBytes(into[8..], (ulong)range.Length);
        return into[RangeSize..];
    }

    private static int Words(Span<byte> into, ulong unique, uint first, uint second)
    {
        BitConverter.TryWriteBytes(into[HeaderSize..], first);
        BitConverter.TryWriteBytes(into[(HeaderSize + 4)..], second);
        return Body(into, unique, 8);
    }

    private static int Header(Span<byte> into, ulong unique, int error, int length)
    {
        BitConverter.TryWriteBytes(into, length);
        BitConverter.TryWriteBytes(into[4..], error);
        BitConverter.TryWriteBytes(into[8..], unique);
        return length;
    }
}
