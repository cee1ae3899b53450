using Limpet.Load.Programs;
using Limpet.Load.Roles;
using Limpet.Load.Scenarios;

namespace Limpet.Load.Brokers;

/// <summary>One mosquitto, or one and a second with a bridge to it.</summary>
internal static class MosquittoServers
{
    /// <summary>Starts them.</summary>
    /// <returns>Where the sender connects, and where the receiver does.</returns>
    /// <exception cref="NotInstalledException">There is no mosquitto.</exception>
    public static (ProgramSetup Near, ProgramSetup Far) Start(Cast cast, LoadPlan plan, ProgramSetup near, ProgramSetup far)
    {
        var program = ProgramFile.Require("mosquitto", "mosquitto");
        var first = FreePort.Any();
        Broker("mosquitto", first, "");
        if (plan.Buses == 1)
        {
            return (near with { Broker = new BrokerSetup(SystemKind.Mosquitto, first) }, far with { Broker = new BrokerSetup(SystemKind.Mosquitto, first) });
        }

        var second = FreePort.Any();
        Broker("bridged", second, $"connection load\naddress 127.0.0.1:{first}\ntopic # both 0\nrestart_timeout 1\n");
        return (near with { Broker = new BrokerSetup(SystemKind.Mosquitto, first) }, far with { Broker = new BrokerSetup(SystemKind.Mosquitto, second) });

        void Broker(string name, int port, string more)
        {
            var config = cast.Directory.At($"{name}.conf");
            File.WriteAllText(config, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\nlog_type error\nlog_dest stderr\n{more}");
            cast.Add(ServerProcess.Start(name, program, port, "-c", config));
        }
    }
}
