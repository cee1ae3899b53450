using System.Diagnostics;
using System.Globalization;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;
using Limpet.Schedules.Perturbing;

namespace Limpet.Schedules.Scenarios;

/// <summary>A process that serves <c>/dev/kbus100</c>, with the rewritten core as well: a process may not open the device that it serves itself.</summary>
internal sealed class DeviceServer
{
    public const int Number = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Lazy<DeviceServer> Only = new(() => new DeviceServer());

    private readonly Process _process;

    private DeviceServer()
    {
        Directory = Path.Combine(AppContext.BaseDirectory, "bus");
        string[] command = [Path.Combine(AppContext.BaseDirectory, "Limpet.Schedules.dll"), "--serve", Directory, "--scenario", "device", "--inside"];
        _process = Process.Start(new ProcessStartInfo("dotnet", command) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Where its bus is.</summary>
    public string Directory { get; }

    /// <summary>The one of this process, hesitating as the seed says from now on.</summary>
    public static DeviceServer Started(int seed)
    {
        var server = Only.Value;
        server._process.StandardInput.WriteLine(seed.ToString(CultureInfo.InvariantCulture));
        var answer = server._process.StandardOutput.ReadLineAsync();
        return answer.Wait(Patience) && answer.Result is not null
            ? server
            : throw new InvalidOperationException($"The process that is to serve /dev/kbus{Number} does not say that it does.");
    }

    /// <summary>Is that process, until its input ends.</summary>
    public static void Serve(string directory)
    {
        using var buses = EmbeddedBuses.Shared(directory);
        using var device = buses.ServeDevice(Number);
        while (Console.ReadLine() is { } seed)
        {
            Perturbation.Begin(int.Parse(seed, CultureInfo.InvariantCulture));
            Console.WriteLine("serving");
        }
    }
}
