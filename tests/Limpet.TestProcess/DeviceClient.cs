using System.Globalization;
using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;

namespace Limpet.TestPrograms;

/// <summary>Opens <c>/dev/kbusN</c>, to read and write or to read alone, and says how that went.</summary>
internal static class DeviceClient
{
    public static int Run(string device, bool canWrite)
    {
        try
        {
            using var ksock = DeviceKsock.Open(int.Parse(device, CultureInfo.InvariantCulture), canWrite);
            Console.WriteLine($"open {ksock.Id} {ksock.Bus}");
            return 0;
        }
        catch (KbusException e)
        {
            Console.WriteLine($"failed {e.Message}");
            return 1;
        }
    }
}
