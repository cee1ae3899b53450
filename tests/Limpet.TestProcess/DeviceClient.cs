using System.Globalization;
using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;

namespace Limpet.TestPrograms;

/// <summary>Opens <c>/dev/kbusN</c> and says how that went.</summary>
internal static class DeviceClient
{
    public static int Run(string device)
    {
        try
        {
            using var ksock = DeviceKsock.Open(int.Parse(device, CultureInfo.InvariantCulture));
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
