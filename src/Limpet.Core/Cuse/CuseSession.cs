using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse.Ioctls;
using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Cuse;

/// <summary>
/// Answers the kernel's requests for one device from a hosted bus, bytes in and bytes out; every answer is given at once, since nothing of kbus.md 4 waits.
/// One thread at a time. News for those who poll is told on whatever thread makes it.
/// </summary>
/// <param name="host">The bus.</param>
/// <param name="tellKernel">Says that there is news for whoever polls an open file, given what the kernel calls it; must neither block nor throw.</param>
/// <param name="layoutOf">How a thread that opens the device lays out its memory; null where it must not have it.</param>
/// <param name="newDevice">NEWDEVICE: makes another device; null where there are 256.</param>
internal sealed class CuseSession(BusHost host, Action<ulong> tellKernel, Func<uint, MemoryLayout?> layoutOf, Func<uint?> newDevice) : IFuseServer
{
    /// <summary>Most bytes of one read or write; the kernel splits what is longer.</summary>
    public const int LongestTransfer = BusDevice.AbsoluteMaxMessageSize;

    /// <summary>Bytes that a request or a reply may need.</summary>
    public const int BufferSize = LongestTransfer + 4096;

    private readonly Dictionary<ulong, OpenedKsock> _ksocks = [];

    /// <summary>How many requests there have been.</summary>
    public long Requests { get; private set; }

    /// <summary>Answers a request.</summary>
    /// <param name="bytes">The request, as read from <c>/dev/cuse</c>.</param>
    /// <param name="reply">Room for <see cref="BufferSize"/> bytes.</param>
    /// <returns>Bytes of the reply; 0 where the request has none.</returns>
    public int Answer(ReadOnlySpan<byte> bytes, Span<byte> reply)
    {
        Requests++;
        if (!FuseRequest.TryParse(bytes, out var request))
        {
            return 0;
        }

        return request.Opcode switch
        {
            FuseOpcode.Open => Open(request, reply),
            FuseOpcode.Release => Release(request, reply),
            FuseOpcode.Read => Read(request, reply),
            FuseOpcode.Write => Write(request, reply),
            FuseOpcode.Ioctl => Ioctl(request, reply),
            FuseOpcode.Poll => Poll(request, reply),
            FuseOpcode.Flush or FuseOpcode.Fsync or FuseOpcode.Destroy => FuseReply.Body(reply, request.Unique, 0),

            // Nothing here takes long enough to be interrupted; the kernel stops telling of it.
            _ => FuseReply.Error(reply, request.Unique, Errno.ENOSYS),
        };
    }

    /// <summary>Closes all that is open: nobody can use it any more.</summary>
    public void Ended()
    {
        foreach (var ksock in _ksocks.Values)
        {
            Close(ksock);
        }

        _ksocks.Clear();
    }

    private int Open(FuseRequest request, Span<byte> reply)
    {
        const uint AccessMode = 3;
        if (!request.TryOpen(out var flags))
        {
            return Malformed(request, reply);
        }

        if (layoutOf(request.Thread) is not { } layout)
        {
            return FuseReply.Error(reply, request.Unique, Errno.EDEADLK);
        }

        OpenedKsock opened;
        lock (host.Gate)
        {
            if (host.IsGone)
            {
                return FuseReply.Error(reply, request.Unique, Errno.ENODEV);
            }

            var ksock = host.Device.Open(canWrite: (flags & AccessMode) != 0, (int)request.Thread, layout);
            opened = new OpenedKsock(ksock, tellKernel);
        }

        _ksocks.Add(opened.Ksock.Id, opened);
        return FuseReply.Opened(reply, request.Unique, opened.Ksock.Id, FuseOpenFlags.DirectIo | FuseOpenFlags.NonSeekable);
    }

    private int Release(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryRelease(out var handle) || !_ksocks.Remove(handle, out var ksock))
        {
            return Malformed(request, reply);
        }

        Close(ksock);
        return FuseReply.Body(reply, request.Unique, 0);
    }

    private int Read(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryRead(out var handle, out _, out var size) || !_ksocks.TryGetValue(handle, out var opened))
        {
            return Malformed(request, reply);
        }

        var into = reply.Slice(FuseReply.HeaderSize, (int)Math.Min(size, LongestTransfer));
        var read = 0;
        Errno error;
        lock (host.Gate)
        {
            opened.Ioctls.Abandon(request.Thread);
            error = host.IsGone ? Errno.ENODEV : opened.Ksock.Read(into, out read);
        }

        return error == Errno.None ? FuseReply.Body(reply, request.Unique, read) : FuseReply.Error(reply, request.Unique, error);
    }

    private int Write(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryWrite(out var handle, out var written) || !_ksocks.TryGetValue(handle, out var opened))
        {
            return Malformed(request, reply);
        }

        Errno error;
        lock (host.Gate)
        {
            opened.Ioctls.Abandon(request.Thread);
            error = host.IsGone ? Errno.ENODEV : opened.Ksock.Write(written);
        }

        return error == Errno.None ? FuseReply.Written(reply, request.Unique, written.Length) : FuseReply.Error(reply, request.Unique, error);
    }

    private int Poll(FuseRequest request, Span<byte> reply)
    {
        // POLLIN with POLLRDNORM, POLLOUT with POLLWRNORM, POLLERR.
        const uint In = 0x1 | 0x40;
        const uint Out = 0x4 | 0x100;
        const uint Error = 0x8;
        if (!request.TryPoll(out var handle, out var kernelHandle, out var notify) || !_ksocks.TryGetValue(handle, out var opened))
        {
            return Malformed(request, reply);
        }

        if (notify)
        {
            opened.Polled(kernelHandle);
        }

        uint events;
        News news;
        lock (host.Gate)
        {
            opened.Ioctls.Abandon(request.Thread);
            var (readable, writable) = opened.Ksock.Poll();
            events = host.IsGone ? Error : (readable ? In : 0) | (writable ? Out : 0);
            news = host.TakeNews();
        }

        news.Tell();
        return FuseReply.Polled(reply, request.Unique, events);
    }

    private int Ioctl(FuseRequest request, Span<byte> reply)
    {
        if (!request.TryIoctl(out var ioctl) || !_ksocks.TryGetValue(ioctl.Handle, out var opened))
        {
            return Malformed(request, reply);
        }

        var call = new IoctlCall
        {
            Ioctl = IoctlNumber.Decode(ioctl.Command, ioctl.Layout),
            Layout = ioctl.Layout,
            Thread = request.Thread,
            Argument = ioctl.Argument,
            StoreSize = ioctl.StoreSize,
            Fetched = ioctl.Fetched,
        };

        // Made outside the bus's lock, which the other buses know nothing of.
        var made = call.Ioctl == KsockIoctl.NewDevice && KsockIoctls.IsReady(call) && !host.IsGone ? newDevice() : null;
        IoctlAnswer answer;
        News news;
        lock (host.Gate)
        {
            if (call.Ioctl == KsockIoctl.Send)
            {
                opened.Sends();
            }

            answer = host.IsGone ? IoctlAnswer.Done(Errno.ENODEV) : opened.Ioctls.Answer(call, made);
            news = host.TakeNews();
        }

        news.Tell();
        return answer.Fetch is { } fetch
            ? FuseReply.Retry(reply, request.Unique, fetch, answer.Store)
            : FuseReply.Ioctl(reply, request.Unique, answer.Error == Errno.None ? answer.Result : -(int)answer.Error, Stored(answer, stackalloc byte[8]));
    }

    private static ReadOnlySpan<byte> Stored(IoctlAnswer answer, Span<byte> into)
    {
        BitConverter.TryWriteBytes(into, answer.First);
        BitConverter.TryWriteBytes(into[sizeof(uint)..], answer.Second);
        return into[..(answer.Words * sizeof(uint))];
    }

    private void Close(OpenedKsock ksock)
        => host.Run(() =>
        {
            ksock.Ksock.Close();
            return Errno.None;
        });

    private static int Malformed(FuseRequest request, Span<byte> reply) => FuseReply.Error(reply, request.Unique, Errno.EINVAL);
}
