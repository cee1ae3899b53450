using System.Net.Sockets;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;

namespace Limpet.Core.Cuse;

/// <summary>Makes embedded buses devices of the system.</summary>
public static class CuseDevices
{
    /// <summary>
    /// Makes a bus <c>/dev/kbusN</c> as well, for any KBUS program: the same bus as its users in this process and in others have. It must be hosted by this
    /// process, which begins to host it where nobody does.
    /// </summary>
    /// <param name="buses">The buses.</param>
    /// <param name="device">0 to 255.</param>
    /// <param name="options">How the device is to be; mode 0666 unless told otherwise.</param>
    /// <exception cref="KbusException">
    /// Another process hosts the bus (EBUSY); there is no CUSE (ENOENT), no permission (EACCES), the number is taken (EEXIST); the text says what to do.
    /// </exception>
    public static CuseDevice ServeDevice(this EmbeddedBuses buses, int device, CuseDeviceOptions? options = null)
        => buses.Serve(device, host => Serve(buses, host, options ?? new()));

    private static CuseDevice Serve(EmbeddedBuses buses, BusHost host, CuseDeviceOptions options)
        => CuseDevice.Serve(host, options, () => NewDevice(buses, options));

    // On the thread that serves a device, where nobody could catch what goes wrong: whoever asked hears that there is no further device.
    private static uint? NewDevice(EmbeddedBuses buses, CuseDeviceOptions options)
    {
        try
        {
            return buses.NewDevice(number => Path.Exists(CuseDevice.PathOf(number)), host => Serve(buses, host, options));
        }
        catch (Exception e) when (e is KbusException or IOException or SocketException)
        {
            return null;
        }
    }
}
