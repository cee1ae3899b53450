using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Cuse;

/// <summary>
/// An embedded bus as <c>/dev/kbusN</c>, through the kernel's CUSE. It is gone when this is disposed or the process ends, and whoever waits on it is woken with
/// an error; the bus itself goes on for its other users.
/// </summary>
public sealed class CuseDevice : IBusOutlet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FuseChannel _channel;
    private readonly CuseSession _session;

    private CuseDevice(BusHost host, FuseChannel channel, Func<uint?> newDevice)
    {
        Number = host.Device.Number;
        _channel = channel;
        _session = new CuseSession(host, channel.TellNews, CuseCaller.LayoutOf, newDevice);
    }

    /// <summary>Its number, 0 to 255.</summary>
    public int Number { get; }

    /// <summary>Where it is.</summary>
    public string Path => PathOf(Number);

    /// <summary>Whether it is gone: disposed, or given up by the kernel.</summary>
    public bool IsEnded => _channel.IsEnded;

    /// <summary>How many requests the kernel has made.</summary>
    public long Requests => _session.Requests;

    /// <summary>Takes the device away and closes its Ksocks.</summary>
    public void Dispose() => _channel.Dispose();

    internal static string PathOf(int number) => $"/dev/kbus{number}";

    /// <summary>Makes the device and serves it.</summary>
    /// <param name="host">Its bus.</param>
    /// <param name="options">How it is to be.</param>
    /// <param name="newDevice">NEWDEVICE: makes another one; null where there are 256.</param>
    /// <exception cref="KbusException">
    /// There is no CUSE (ENOENT), no permission (EACCES), the number is taken (EEXIST), there is no such group or mode (EINVAL), or the device does not
    /// appear (EIO).
    /// </exception>
    internal static CuseDevice Serve(BusHost host, CuseDeviceOptions options, Func<uint?> newDevice)
    {
        var number = host.Device.Number;
        var path = PathOf(number);
        if (host.IsServed)
        {
            throw new KbusException(Errno.EEXIST, KsockOperation.Open, $"This process serves '{path}' already; Remove-KbusDevice ends it", number);
        }

        if (System.IO.Path.Exists(path))
        {
            throw new KbusException(
                Errno.EEXIST,
                KsockOperation.Open,
                $"There is a '{path}' already, of the kbus kernel module or of a process that serves it. Use that one, end it, or take another number",
                number);
        }

        var group = options.Group is null ? (uint?)null : FileGroup.Find(options.Group)
            ?? throw new KbusException(Errno.EINVAL, KsockOperation.Open, $"There is no group '{options.Group}' to give '{path}' to; 'getent group' lists those there are", number);
        var channel = CuseDoor.Make($"kbus{number}", number);
        try
        {
            var device = new CuseDevice(host, channel, newDevice);
            Prepare(path, options.Mode, group, number);
            channel.Start(device._session);
            return device;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    private static void Prepare(string path, UnixFileMode mode, uint? group, int number)
    {
        // devtmpfs has it at once; where udev makes it, nothing tells when.
        var giveUp = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!System.IO.Path.Exists(path))
        {
            if (Environment.TickCount64 > giveUp)
            {
                throw new KbusException(
                    Errno.EIO,
                    KsockOperation.Open,
                    $"The kernel has made the device, but '{path}' has not appeared for {Patience.TotalSeconds} seconds; a devtmpfs is to be mounted on /dev",
                    number);
            }

            Thread.Sleep(5);
        }

        try
        {
            if (group is { } id && FileGroup.Change(path, id) is not Errno.None and var error)
            {
                throw new KbusException(error, KsockOperation.Open, $"'{path}' cannot be given to group {id}", number);
            }

            File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new KbusException(Errno.EACCES, KsockOperation.Open, $"'{path}' cannot get mode {Convert.ToString((int)mode, 8)}: {e.Message}", number, e);
        }
    }
}
