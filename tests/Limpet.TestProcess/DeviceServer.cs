using System.Globalization;
using Limpet.Core;
using Limpet.Core.Cuse;

namespace Limpet.TestPrograms;

/// <summary>
/// Makes buses of a directory appear as <c>/dev/kbusN</c>, says so, and serves them until it is killed or its input ends. Each is a number, or <c>N:MODE</c> or
/// <c>N:MODE:GROUP</c> with the mode in octal. It answers each line of input:
/// <c>requests</c> with how many the kernel has made of each, <c>memory</c> with the bytes it keeps, <c>files</c> with how it stands with the files in /run/kbus.
/// </summary>
internal static class DeviceServer
{
    public static int Run(string directory, IEnumerable<string> asked)
    {
        Directory.CreateDirectory(directory);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", directory);
        var devices = asked.Select(Serve).ToList();
        Console.WriteLine($"serving {string.Join(' ', devices.Select(device => device.Path))}");
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine($"{line} " + line switch
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

    private static CuseDevice Serve(string asked)
    {
        var parts = asked.Split(':');
        var options = new CuseDeviceOptions();
        return Kbus.ServeDevice(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            options with { Mode = parts.Length > 1 ? (UnixFileMode)Convert.ToInt32(parts[1], 8) : options.Mode, Group = parts.Length > 2 ? parts[2] : null });
    }

    private static string DescribeFiles()
    {
        var files = Kbus.FilesStatus;
        return files.Problem ?? (files.ShownHere ? "here" : files.ShownElsewhere ? "elsewhere" : "nowhere");
    }
}
