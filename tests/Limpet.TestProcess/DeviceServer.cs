using System.Globalization;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;

namespace Limpet.TestPrograms;

/// <summary>
/// Makes buses of a directory appear as <c>/dev/kbusN</c>, says so, and serves them until it is killed or its input ends. For each line of input it says how
/// many requests the kernel has made of each.
/// </summary>
internal static class DeviceServer
{
    public static int Run(string directory, IEnumerable<string> numbers)
    {
        using var buses = EmbeddedBuses.Shared(directory);
        var devices = numbers.Select(number => buses.ServeDevice(int.Parse(number, CultureInfo.InvariantCulture))).ToList();
        Console.WriteLine($"serving {string.Join(' ', devices.Select(device => device.Path))}");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine($"requests {string.Join(' ', devices.Select(device => device.Requests))}");
        }

        return 0;
    }
}
