using System.Net.Sockets;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// The embedded buses: any number of devices, each hosted by the first to open it for as long as that process lives. Shared with the user's other
/// processes through a directory, or private to this object.
/// </summary>
public sealed partial class EmbeddedBuses : IDisposable
{
    private const int DeviceCount = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string? _directory;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, HostedBus> _hosted = [];
    private bool _disposed;

    private EmbeddedBuses(string? directory) => _directory = directory;

    /// <summary>Buses that nobody else sees, gone when this is disposed.</summary>
    public static EmbeddedBuses Private() => new(directory: null);

    /// <summary>The buses of all processes of this user that use the same directory.</summary>
    /// <param name="directory">Made with mode 0700 where it is not there. <see cref="Kbus"/> has the one that the environment asks for.</param>
    public static EmbeddedBuses Shared(string directory) => new(directory);

    /// <summary>Opens a Ksock on a device, which this process hosts from now on unless another one does.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="canWrite">Whether for sending too.</param>
    /// <exception cref="KbusException">The directory is not safe (EACCES), cannot be made (EIO), has too long a path (ENAMETOOLONG), the host does not answer (EBUSY), or the bus cannot be hosted (EMFILE, EIO).</exception>
    public IKsock Open(int device, bool canWrite = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, DeviceCount);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_hosted.TryGetValue(device, out var hosted))
            {
                return hosted.Host.Open(canWrite);
            }

            if (_directory is null)
            {
                return Host(device, door: null).Host.Open(canWrite);
            }
        }

        return JoinOrHost(BusDirectory.Prepare(_directory, device), device, canWrite);
    }

    /// <summary>Ends a bus that is hosted here, and its device: every Ksock on it is gone (ENODEV), in this process and in others.</summary>
    /// <param name="device">0 to 255.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(int device)
    {
        HostedBus? hosted;
        lock (_gate)
        {
            if (!_hosted.Remove(device, out hosted))
            {
                return false;
            }
        }

        hosted.End();
        return true;
    }

    /// <summary>Ends the buses hosted here: every Ksock on them is gone (ENODEV), in this process and in others.</summary>
    public void Dispose()
    {
        List<HostedBus> hosted;
        lock (_gate)
        {
            _disposed = true;
            hosted = [.. _hosted.Values];
            _hosted.Clear();
        }

        // With the lock left: their threads may want it for a NEWDEVICE, and are waited for here.
        hosted.ForEach(bus => bus.End());
    }

    // The lock is held for hosting alone: another process that is slow to answer must not keep this one from its own buses.
    private IKsock JoinOrHost(BusDirectory directory, int device, bool canWrite)
    {
        var path = directory.SocketPath(device);
        var giveUp = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            if (HostLink.TryConnect(path, device) is { } link)
            {
                if (HostedHere(device) is { } host)
                {
                    // Another thread of this process was quicker.
                    link.Dispose();
                    return host.Open(canWrite);
                }

                if (RemoteKsock.TryOpen(link, device, canWrite, path) is { } joined)
                {
                    return joined;
                }

                link.Dispose();
            }
            else if (TryHost(directory, device) is { } hosted)
            {
                return hosted.Host.Open(canWrite);
            }

            if (Environment.TickCount64 > giveUp)
            {
                throw new KbusException(
                    Errno.EBUSY,
                    KsockOperation.Open,
                    $"Another process holds '{directory.LockPath(device)}' to host bus {device}, and does not answer at '{path}' for {Patience.TotalSeconds} seconds",
                    device);
            }

            // Another process is between taking the lock and listening, or between closing and leaving it; neither tells.
            Thread.Sleep(5);
        }
    }

    private BusHost? HostedHere(int device)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _hosted.TryGetValue(device, out var hosted) ? hosted.Host : null;
        }
    }

    private HostedBus? TryHost(BusDirectory directory, int device)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_hosted.TryGetValue(device, out var hosted))
            {
                return hosted;
            }

            try
            {
                return BusDoor.TryTake(directory, device) is { } door ? Host(device, door) : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
            {
                var errno = e is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } ? Errno.EMFILE : Errno.EIO;
                throw new KbusException(errno, KsockOperation.Open, $"Bus {device} cannot be hosted in '{directory.Path}': {e.Message}", device, e);
            }
        }
    }

    private HostedBus Host(int device, BusDoor? door)
    {
        var host = new BusHost(device, () => NewDevice());
        BusServer? server = null;
        if (door is not null)
        {
            try
            {
                server = new BusServer(host, door);
            }
            catch
            {
                door.Dispose();
                throw;
            }
        }

        var hosted = new HostedBus(host, server);
        _hosted.Add(device, hosted);
        return hosted;
    }
}
