using System.Globalization;
using Limpet.Core;

namespace Limpet.TestPrograms;

/// <summary>
/// Makes buses of a directory appear as <c>/dev/kbusN</c>, says so, and serves them until it is killed or its input ends. It answers each line of input:
/// <c>requests</c> with how many the kernel has made of each, <c>memory</c> with the bytes it keeps, <c>files</c> with how it stands with the files in /run/kbus.
/// </summary>
internal static class DeviceServer
{
    public static int Run(string directory, IEnumerable<string> numbers)
    {
        Directory.CreateDirectory(directory);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", directory);
        var devices = numbers.Select(number => Kbus.ServeDevice(int.Parse(number, CultureInfo.InvariantCulture))).ToList();
        Console.WriteLine($"serving {string.Join(' ', devices.Select(device => device.Path))}");
        while (Console.ReadLine() is { } asked)
        {
            Console.WriteLine($"{asked} " + asked switch
            {
                "requests" => string.Join(' ', devices.Select(device => device.Requests)),
                "memory" => $"{GC.GetTotalMemory(forceFullCollection: true)}",
                "files" => DescribeFiles(),
                _ => "is not known",
            });
        }

        Kbus.EndEmbedded();
        return 0;
    }

    private static string DescribeFiles()
    {
        var files = Kbus.FilesStatus;
        return files.Problem ?? (files.ShownHere ? "here" : files.ShownElsewhere ? "elsewhere" : "nowhere");
    }
}
