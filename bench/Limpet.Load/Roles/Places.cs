using Limpet.Load.Kbus;
using Limpet.Load.Mqtt;
using Limpet.Load.Nats;
using Limpet.Load.Traffic;

namespace Limpet.Load.Roles;

/// <summary>Puts a process where it is to be.</summary>
internal static class Places
{
    public static IPlace Take(ProgramSetup setup) => setup switch
    {
        { Kbus: { } kbus } => new KbusPlace(kbus),
        { Nats: { } nats } => new NatsPlace(nats),
        { Mqtt: { } mqtt } => new MqttPlace(mqtt),
        _ => throw new ArgumentException("The process is nowhere.", nameof(setup)),
    };
}
