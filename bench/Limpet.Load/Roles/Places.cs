using Limpet.Load.Brokers;
using Limpet.Load.Kbus;
using Limpet.Load.Traffic;

namespace Limpet.Load.Roles;

/// <summary>Puts a process where it is to be.</summary>
internal static class Places
{
    public static IPlace Take(ProgramSetup setup) => setup switch
    {
        { Kbus: { } kbus } => new KbusPlace(kbus),
        { Broker: { } broker } => new BrokerPlace(broker),
        _ => throw new ArgumentException("The process is nowhere.", nameof(setup)),
    };
}
