using System.Buffers;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Limpet.Load.Mqtt;

/// <summary>A client of a broker, with MQTTnet; everything at QoS 0.</summary>
internal sealed class MqttConnection : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    /// <param name="port">The broker's port.</param>
    /// <param name="heard">Called for each message: its topic and its data.</param>
    public MqttConnection(int port, Action<string, ReadOnlySequence<byte>>? heard = null)
    {
        if (heard is not null)
        {
            _client.ApplicationMessageReceivedAsync += e =>
            {
                heard(e.ApplicationMessage.Topic, e.ApplicationMessage.Payload);
                return Task.CompletedTask;
            };
        }

        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V311).WithClientId($"load-{Guid.NewGuid():N}").Build();
        Wait(_client.ConnectAsync(options));
    }

    /// <summary>Subscribes, and waits until the broker knows.</summary>
    public void Subscribe(string topic) => Wait(_client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtMostOnce));

    /// <summary>Publishes; the data is sent when this returns.</summary>
    public void Publish(string topic, ReadOnlySequence<byte> data) => Wait(_client.PublishAsync(new MqttApplicationMessage { Topic = topic, Payload = data }));

    public void Dispose() => _client.Dispose();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
