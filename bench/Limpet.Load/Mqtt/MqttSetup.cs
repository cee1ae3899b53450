namespace Limpet.Load.Mqtt;

/// <summary>A connection to an MQTT broker on this machine.</summary>
/// <param name="Port">Its port.</param>
internal sealed record MqttSetup(int Port);
