using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Cuse;

/// <summary>
/// An open <c>/dev/cuse</c> or <c>/dev/fuse</c>, which is a character device or a file system for as long as it is open, and the thread that reads requests
/// from it and writes the answers. However this ends, what it serves goes with it, and whoever waits on that is woken with an error.
/// </summary>
internal sealed class FuseChannel : IDisposable
{
    private const int NotificationSize = 24;

    private readonly SafeFileHandle _file;
    private readonly ThreadInterrupt _interrupt = new();
    private readonly Thread _thread;
    private readonly byte[] _request;
    private readonly byte[] _reply;
    private IFuseServer? _server;
    private volatile bool _ending;
    private volatile bool _isEnded;
    private int _disposed;

    /// <summary>Nothing is answered before <see cref="Start"/>.</summary>
    /// <param name="file">The open file, which belongs to this from now on.</param>
    /// <param name="what">What it serves, to name the thread by.</param>
    /// <param name="bufferSize">Bytes that a request or a reply may need.</param>
    public FuseChannel(SafeFileHandle file, string what, int bufferSize)
    {
        _file = file;
        _thread = new Thread(Serve) { IsBackground = true, Name = what };
        _request = GC.AllocateUninitializedArray<byte>(bufferSize, pinned: true);
        _reply = GC.AllocateUninitializedArray<byte>(bufferSize, pinned: true);
    }

    /// <summary>Whether what it serves is gone, by <see cref="Dispose"/> or because the kernel has given it up.</summary>
    public bool IsEnded => _isEnded;

    public void Start(IFuseServer server)
    {
        _server = server;
        _thread.Start();
    }

    /// <summary>Tells the kernel that there is news for whoever polls an open file.</summary>
    public void TellNews(ulong kernelHandle)
    {
        Span<byte> notification = stackalloc byte[NotificationSize];
        FuseReply.PollNews(notification, kernelHandle);
        try
        {
            // It fails only where the device is gone, and then whoever polls has been woken.
            CuseCalls.Write(_file, notification);
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _ending = true;
        if (_server is null)
        {
            End();
        }
        else if (_thread.IsAlive)
        {
            _interrupt.UntilEnded(_thread);
        }
    }

    private void Serve()
    {
        _interrupt.Begin();
        try
        {
            while (NextRequest() is > 0 and var length)
            {
                var reply = _server!.Answer(_request.AsSpan(0, length), _reply);

                // ENOENT: the caller was killed while it waited.
                if (reply > 0 && CuseCalls.Write(_file, _reply.AsSpan(0, reply)) is not (Errno.None or Errno.ENOENT))
                {
                    break;
                }
            }
        }
        finally
        {
            _interrupt.End();
            End();
        }
    }

    // Its length; 0 when the device is to end, or has been ended by the kernel (ENODEV).
    private int NextRequest()
    {
        while (!_ending)
        {
            switch (CuseCalls.Read(_file, _request, out var length))
            {
                case Errno.None:
                    return length;

                // ENOENT: its caller was killed before it was read. EINTR: by whoever ends this, or by a signal that has nothing to do with it.
                case Errno.ENOENT or Errno.EAGAIN or Errno.EINTR:
                    break;
                default:
                    return 0;
            }
        }

        return 0;
    }

    private void End()
    {
        _isEnded = true;
        _file.Dispose();
        _server?.Ended();
    }
}
