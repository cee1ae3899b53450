using System.Globalization;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.TestProcess;

/// <summary>
/// Serves bus N as <c>/dev/kbusN</c> until its input ends, and does meanwhile what it reads, a line a command, each answered by a line:
/// <c>announce NAME TEXT</c> from a Ksock in this process, <c>requests</c> for how many requests the kernel has made,
/// <c>memory</c>, <c>remove</c>.
/// </summary>
internal static class DeviceServer
{
    public static int Run(int number)
    {
        using var buses = EmbeddedBuses.Private();
        try
        {
            using var device = buses.ServeDevice(number);
            using var ksock = buses.Open(number);
            Console.WriteLine($"serving {device.Path}");
            while (Console.ReadLine() is { } line)
            {
                Console.WriteLine(line.Split(' ', 3) switch
                {
                    ["announce", var name, var text] => $"sent {ksock.Send(KbusMessage.Announcement(name, text))}",
                    ["requests"] => device.Requests.ToString(CultureInfo.InvariantCulture),
                    ["memory"] => GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture),
                    ["remove"] => buses.Remove(number) ? "removed" : "there is none",
                    _ => $"unknown: {line}",
                });
            }

            return 0;
        }
        catch (KbusException e)
        {
            Console.WriteLine($"failed {e.Errno} {e.Message}");
            return 1;
        }
    }
}
