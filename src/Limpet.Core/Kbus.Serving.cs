using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;
using Limpet.Core.Cuse.Files;
using Limpet.Core.Ksocks;

namespace Limpet.Core;

/// <content>Embedded buses as devices of the system, and the files that tell of them.</content>
public static partial class Kbus
{
    // Whoever reads the files waits for it; an answer needs no waiting, but of a process that stands still.
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(1);

    private static readonly BusFiles Files = new(SeeServed);

    /// <summary>
    /// Whether <c>/run/kbus/bindings</c> and <c>/run/kbus/stats</c> tell of the devices that this process serves, which needs the right to mount a file system.
    /// </summary>
    public static BusFilesStatus FilesStatus => Files.Status;

    /// <summary>Makes an embedded bus <c>/dev/kbusN</c> as well, served by this process until it ends or the device is disposed.</summary>
    /// <param name="device">0 to 255.</param>
    /// <param name="options">How the device is to be; mode 0666 unless told otherwise.</param>
    /// <exception cref="KbusException">See <see cref="CuseDevices.ServeDevice"/>; the text says what to do.</exception>
    public static CuseDevice ServeDevice(int device, CuseDeviceOptions? options = null)
    {
        var made = OwnBuses.ServeDevice(device, options);
        Files.Show();
        return made;
    }

    /// <summary>Ends the embedded bus of that number and its device, where this process hosts it.</summary>
    /// <param name="device">0 to 255.</param>
    /// <returns>Whether it does.</returns>
    public static bool RemoveEmbedded(int device)
    {
        if (!Embedded.TryGetValue(BusDirectory.DefaultPath, out var buses) || !buses.Remove(device))
        {
            return false;
        }

        if (!Embedded.Values.Any(other => other.ServesAny()))
        {
            Files.Hide();
        }

        return true;
    }

    // Of this user's processes that use the same directories, since others do not answer this one.
    private static BusesSeen SeeServed()
    {
        var seen = new SortedDictionary<int, BusStatus>();
        var problems = new List<string>();
        foreach (var buses in Embedded.Values)
        {
            foreach (var number in buses.Numbers())
            {
                try
                {
                    if (buses.Inspect(number, LookPatience) is { IsServed: true } status)
                    {
                        seen[number] = status;
                    }
                }
                catch (Exception e) when (e is KbusException or FormatException)
                {
                    problems.Add(e.Message);
                }
                catch (ObjectDisposedException)
                {
                    // This process is ending its buses.
                }
            }
        }

        return new BusesSeen([.. seen.Values], problems);
    }
}
