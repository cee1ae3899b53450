using System.Globalization;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;

namespace Limpet.TestPrograms;

/// <summary>Opens bus N of a directory, says how that went, and keeps it open until its input ends.</summary>
internal static class BusClient
{
    public static int Run(string directory, string device)
    {
        using var buses = EmbeddedBuses.Shared(directory);
        try
        {
            using var ksock = buses.Open(int.Parse(device, CultureInfo.InvariantCulture));
            Console.WriteLine($"open {ksock.Id} {ksock.Bus}");
            while (Console.ReadLine() is not null)
            {
            }

            return 0;
        }
        catch (KbusException e)
        {
            Console.WriteLine($"failed {e.Message}");
            return 1;
        }
    }
}
