using Limpet.Load.Programs;
using Limpet.Load.Roles;
using Limpet.Load.Scenarios;

namespace Limpet.Load.Brokers;

/// <summary>One NATS server, or one and a second that is a leaf node of it.</summary>
internal static class NatsServers
{
    /// <summary>Starts them.</summary>
    /// <returns>Where the sender connects, and where the receiver does.</returns>
    /// <exception cref="NotInstalledException">There is no nats-server.</exception>
    public static (ProgramSetup Near, ProgramSetup Far) Start(Cast cast, LoadPlan plan, ProgramSetup near, ProgramSetup far)
    {
        var program = ProgramFile.Require("nats-server", "nats-server");
        var (hub, leafs) = (FreePort.Any(), FreePort.Any());
        Server("nats-server", hub, $"leafnodes {{ listen: \"127.0.0.1:{leafs}\" }}");
        if (plan.Buses == 1)
        {
            return (near with { Broker = new BrokerSetup(SystemKind.Nats, hub) }, far with { Broker = new BrokerSetup(SystemKind.Nats, hub) });
        }

        var leaf = FreePort.Any();
        Server("leaf", leaf, $"leafnodes {{ remotes: [ {{ url: \"nats-leaf://127.0.0.1:{leafs}\" }} ] }}");
        return (near with { Broker = new BrokerSetup(SystemKind.Nats, hub) }, far with { Broker = new BrokerSetup(SystemKind.Nats, leaf) });

        void Server(string name, int port, string more)
        {
            var config = cast.Directory.At($"{name}.conf");
            File.WriteAllText(config, $"listen: \"127.0.0.1:{port}\"\nserver_name: \"{name}\"\n{more}\n");
            cast.Add(ServerProcess.Start(name, program, port, "-c", config));
        }
    }
}
