namespace Limpet.Load.Brokers;

/// <summary>A connection to a server on this machine that passes messages on.</summary>
/// <param name="System">Which it is.</param>
/// <param name="Port">Its port.</param>
internal sealed record BrokerSetup(SystemKind System, int Port)
{
    /// <summary>Connects.</summary>
    public IBrokerConnection Connect() => System == SystemKind.Nats ? new NatsConnection(Port) : new MqttConnection(Port);
}
