using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Bus.Hosting;

/// <content>Buses that are reached in a further way, as by a device of the system; what way that is, those who make it know.</content>
public sealed partial class EmbeddedBuses
{
    /// <summary>Whether this process makes that bus a device of the system too.</summary>
    /// <param name="device">0 to 255.</param>
    public bool IsServed(int device)
    {
        lock (_gate)
        {
            return _hosted.TryGetValue(device, out var hosted) && hosted.Host.IsServed;
        }
    }

    /// <summary>Whether this process makes any bus a device of the system.</summary>
    public bool ServesAny()
    {
        lock (_gate)
        {
            return _hosted.Values.Any(hosted => hosted.Host.IsServed);
        }
    }

    /// <summary>Makes a further way to a bus, which this process hosts from now on where nobody does.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="serve">Makes it; a bus that was begun for it ends again where that throws.</param>
    /// <exception cref="KbusException">Another process hosts the bus (EBUSY), or <paramref name="serve"/> refuses.</exception>
    internal T Serve<T>(int device, Func<BusHost, T> serve)
        where T : class, IBusOutlet
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, DeviceCount);
        HostedBus? begun = null;
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                var host = (_hosted.GetValueOrDefault(device) ?? (begun = HostForOutlet(device))).Host;
                var outlet = serve(host);
                host.ServedBy = outlet;
                return outlet;
            }
        }
        catch when (begun is not null)
        {
            Remove(device);
            throw;
        }
    }

    /// <summary>NEWDEVICE: the first number that no bus has, as a kernel module that numbers them in a row would give.</summary>
    /// <param name="isTaken">Which numbers are not to be had besides; none unless told.</param>
    /// <param name="serve">Makes the further way to the new bus, if it is to have one; where that throws, the bus ends again.</param>
    /// <returns>Its number; null where there are 256, or it cannot be served.</returns>
    internal uint? NewDevice(Func<int, bool>? isTaken = null, Func<BusHost, IBusOutlet>? serve = null)
    {
        HostedBus? hosted = null;
        lock (_gate)
        {
            if (_disposed)
            {
                return null;
            }

            var directory = _directory is null ? null : BusDirectory.Prepare(_directory, 0);
            for (var device = 0; device < DeviceCount && hosted is null; device++)
            {
                if (!_hosted.ContainsKey(device) && isTaken?.Invoke(device) != true)
                {
                    hosted = directory is null ? Host(device, door: null) : TryHost(directory, device);
                }
            }

            if (hosted is null || serve is null)
            {
                return (uint?)hosted?.Host.Device.Number;
            }

            try
            {
                hosted.Host.ServedBy = serve(hosted.Host);
                return (uint)hosted.Host.Device.Number;
            }
            catch (Exception e) when (e is KbusException or IOException)
            {
                _hosted.Remove(hosted.Host.Device.Number);
            }
        }

        hosted.End();
        return null;
    }

    private HostedBus HostForOutlet(int device)
    {
        var hosted = _directory is null ? Host(device, door: null) : TryHost(BusDirectory.Prepare(_directory, device), device);
        return hosted ?? throw new KbusException(
            Errno.EBUSY,
            KsockOperation.Open,
            $"Bus {device} is hosted by another process, which alone can make it a device; end that process, or make the device there",
            device);
    }
}
