using System.Globalization;
using Limpet.Core;

namespace Limpet.TestPrograms;

/// <summary>
/// Makes buses of a directory appear as <c>/dev/kbusN</c>, says so, and serves them until it is killed or its input ends. For each line of input it says how
/// many requests the kernel has made of each.
/// </summary>
internal static class DeviceServer
{
    public static int Run(string directory, IEnumerable<string> numbers)
    {
        Directory.CreateDirectory(directory);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", directory);
        var devices = numbers.Select(number => Kbus.ServeDevice(int.Parse(number, CultureInfo.InvariantCulture))).ToList();
        Console.WriteLine($"serving {string.Join(' ', devices.Select(device => device.Path))}");
        if (Kbus.FilesStatus.Problem is { } problem)
        {
            Console.Error.WriteLine($"no files: {problem}");
        }

        while (Console.ReadLine() is not null)
        {
            Console.WriteLine($"requests {string.Join(' ', devices.Select(device => device.Requests))}");
        }

        Kbus.EndEmbedded();
        return 0;
    }
}
