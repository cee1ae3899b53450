using Limpet.Core.Bus.Hosting;
using Limpet.Core.Cuse;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;

namespace Limpet.Load.Device;

/// <summary>What this program does inside the kernel of <see cref="DeviceScenario"/>.</summary>
internal static class DeviceRoles
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Serves <c>/dev/kbus0</c> and <c>/dev/kbus1</c>, and says for each line of input how many requests the kernel has made.</summary>
    public static void Serve(string directory)
    {
        using var buses = EmbeddedBuses.Shared(directory);
        CuseDevice[] devices = [buses.ServeDevice(0), buses.ServeDevice(1)];
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine($"requests {devices.Sum(device => device.Requests)}");
        }
    }

    /// <summary>Joins the two by a pair of Limpets until its input ends.</summary>
    public static void Join(string endpoint)
    {
        using var connected = new CountdownEvent(2);
        using var server = LimpetService.Listen(Endpoint.Parse(endpoint), Options(0, connected));
        server.Start();
        using var client = LimpetService.Connect(Endpoint.Parse(endpoint), Options(1, connected));
        client.Start();
        if (!connected.Wait(Patience))
        {
            throw new TimeoutException("The Limpets did not find each other.");
        }

        Console.WriteLine("connected");
        Console.ReadLine();
    }

    private static LimpetOptions Options(int device, CountdownEvent connected) => new()
    {
        Kbus = device,
        Backend = KbusBackend.Device,
        OnEvent = e =>
        {
            if (e is ConnectedEvent)
            {
                connected.Signal();
            }
        },
    };
}
