using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Cuse;

/// <summary>
/// An open <c>/dev/cuse</c>, which is a character device for as long as it is open, and the thread that reads requests from it and writes the answers.
/// However this ends, the device goes with it, and whoever waits on it is woken with an error.
/// </summary>
internal sealed class CuseChannel : IDisposable
{
    private const string Door = "/dev/cuse";
    private const int NotificationSize = 24;

    private readonly SafeFileHandle _file;
    private readonly ThreadInterrupt _interrupt = new();
    private readonly Thread _thread;
    private readonly byte[] _request = GC.AllocateUninitializedArray<byte>(CuseSession.BufferSize, pinned: true);
    private readonly byte[] _reply = GC.AllocateUninitializedArray<byte>(CuseSession.BufferSize, pinned: true);
    private ICuseServer? _server;
    private volatile bool _ending;
    private volatile bool _isEnded;
    private int _disposed;

    private CuseChannel(SafeFileHandle file, string name)
    {
        _file = file;
        _thread = new Thread(Serve) { IsBackground = true, Name = $"{name} device" };
    }

    /// <summary>Whether the device is gone, by <see cref="Dispose"/> or because the kernel has given it up.</summary>
    public bool IsEnded => _isEnded;

    /// <summary>Makes the device. Nothing is answered before <see cref="Start"/>.</summary>
    /// <param name="name">Its name under <c>/dev</c>.</param>
    /// <param name="number">The bus it is for, for errors.</param>
    /// <exception cref="KbusException">There is no CUSE (ENOENT), no permission (EACCES), the name is taken (EEXIST), or the kernel speaks another version (EIO).</exception>
    public static CuseChannel Make(string name, int number)
    {
        var error = CuseCalls.Open(Door, out var file);
        if (error != Errno.None)
        {
            throw CannotOpen(error, name, number);
        }

        var channel = new CuseChannel(file!, name);
        try
        {
            channel.Introduce(name, number);
            return channel;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    public void Start(ICuseServer server)
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

    private static KbusException CannotOpen(Errno error, string name, int number) => error switch
    {
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new KbusException(
            Errno.ENOENT,
            KsockOperation.Open,
            $"'/dev/{name}' cannot be made, since there is no '{Door}'. Load the kernel's module with 'modprobe cuse' as root; a kernel without CONFIG_CUSE has none",
            number),
        Errno.EACCES or Errno.EPERM => new KbusException(
            Errno.EACCES,
            KsockOperation.Open,
            $"'/dev/{name}' cannot be made, since user {Libc.EffectiveUserId()} may not open '{Door}'{DoorAsItIs()}. Run as root, or let a udev rule give '{Door}' to a group of yours",
            number),
        _ => new KbusException(error, KsockOperation.Open, $"'/dev/{name}' cannot be made, since '{Door}' does not open", number),
    };

    private static string DoorAsItIs()
        => Libc.Stat(Door) is { } door ? $", which belongs to user {door.UserId} with mode {Convert.ToString(door.Permissions, 8)}" : "";

    private void Introduce(string name, int number)
    {
        var error = CuseCalls.Read(_file, _request, out var length);
        if (error != Errno.None
            || !FuseRequest.TryParse(_request.AsSpan(0, length), out var request)
            || request.Opcode != FuseOpcode.CuseInit
            || !request.TryInit(out var major, out var minor, out _))
        {
            throw new KbusException(Errno.EIO, KsockOperation.Open, $"'{Door}' does not begin as CUSE does: {length} bytes, {error}", number);
        }

        if (!CuseInit.IsSpoken(major, minor))
        {
            throw new KbusException(
                Errno.EIO,
                KsockOperation.Open,
                $"The kernel speaks version {major}.{minor} of CUSE's protocol; expected {CuseInit.Major}.{CuseInit.OldestMinor} or a later {CuseInit.Major}",
                number);
        }

        var reply = CuseInit.Reply(_reply, request.Unique, minor, name, CuseSession.LongestTransfer);
        error = CuseCalls.Write(_file, _reply.AsSpan(0, reply));
        Span<PollFd> kernel = [new PollFd { Fd = (int)_file.DangerousGetHandle(), Wanted = Libc.PollIn }];
        Libc.Poll(kernel, timeoutMs: 0);
        const short Ended = 0x8;
        if (error != Errno.None || (kernel[0].Returned & Ended) != 0)
        {
            throw new KbusException(Errno.EEXIST, KsockOperation.Open, $"The kernel refuses to make '/dev/{name}': another process serves a device of that name", number);
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
