using Limpet.Core.Messages;
using Limpet.Core.Native;
using Microsoft.Win32.SafeHandles;

namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// An open device: each call with its errno. A call that is under way keeps the descriptor from being closed, so that no number is ever used that has
/// become another file's meanwhile; what comes after closing is EBADF.
/// </summary>
internal sealed unsafe class DeviceFile(SafeFileHandle handle) : IDisposable
{
    /// <summary>The tasks that wait on the device.</summary>
    /// <param name="device">Its number.</param>
    public DeviceTasks NewTasks(int device) => new(handle, device);

    /// <summary>An ioctl without an argument.</summary>
    public Errno Ioctl(uint request) => Ioctl(request, null, out _);

    /// <summary>An ioctl on one u32.</summary>
    public Errno Ioctl(uint request, ref uint value)
    {
        var argument = value;
        var error = Ioctl(request, &argument, out _);
        value = argument;
        return error;
    }

    /// <summary>An ioctl that gives a message id, which it may do with an error too (kbus.md 5, EAGAIN).</summary>
    public Errno Ioctl(uint request, out MessageId id)
    {
        var argument = stackalloc uint[2];
        var error = Ioctl(request, argument, out _);
        id = new MessageId(argument[0], argument[1]);
        return error;
    }

    /// <summary>Any ioctl.</summary>
    public Errno Ioctl(uint request, void* argument, out int result)
    {
        try
        {
            return DeviceErrors.Translate(Libc.Ioctl(handle, request, argument, out result));
        }
        catch (ObjectDisposedException)
        {
            result = 0;
            return Errno.EBADF;
        }
    }

    /// <summary>read.</summary>
    public Errno Read(Span<byte> into, out int read)
    {
        try
        {
            return DeviceErrors.Translate(Libc.Read(handle, into, out read));
        }
        catch (ObjectDisposedException)
        {
            read = 0;
            return Errno.EBADF;
        }
    }

    /// <summary>write, of all the bytes: in one call where the device takes them at once, as it does.</summary>
    public Errno Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            do
            {
                var error = DeviceErrors.Translate(Libc.Write(handle, bytes, out var written));
                if (error != Errno.None)
                {
                    return error;
                }

                if (written == 0 && !bytes.IsEmpty)
                {
                    return Errno.EIO;
                }

                bytes = bytes[written..];
            }
            while (!bytes.IsEmpty);
            return Errno.None;
        }
        catch (ObjectDisposedException)
        {
            return Errno.EBADF;
        }
    }

    /// <summary>poll, together with a signal that ends the waiting.</summary>
    /// <param name="wanted">What to wait for, of <see cref="Libc.PollIn"/> and <see cref="Libc.PollOut"/>.</param>
    /// <param name="signal">What else ends it; null to ask without waiting.</param>
    /// <param name="came">What is there of the wanted, perhaps nothing.</param>
    public Errno Poll(short wanted, WaitSignal? signal, out short came)
    {
        came = 0;
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            Span<PollFd> fds = [new PollFd { Fd = (int)handle.DangerousGetHandle(), Wanted = wanted }, new PollFd { Fd = signal?.Fd ?? -1, Wanted = Libc.PollIn }];
            Libc.Poll(fds, signal is null ? 0 : -1);

            // POLLERR, POLLHUP, POLLNVAL: nothing will ever come of this device again.
            came = (short)(fds[0].Returned & wanted);
            return (fds[0].Returned & ~(Libc.PollIn | Libc.PollOut)) != 0 ? Errno.ENODEV : Errno.None;
        }
        catch (ObjectDisposedException)
        {
            return Errno.EBADF;
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Closes it once the calls under way have returned.</summary>
    public void Dispose() => handle.Dispose();
}
