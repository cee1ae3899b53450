using System.Buffers;
using Limpet.Load.Traffic;

namespace Limpet.Load.Mqtt;

/// <summary>Subscribes to what <see cref="MqttSource"/> publishes, and answers whoever asks whether it is there.</summary>
internal sealed class MqttSink : IMessageSink
{
    private readonly Inbox<Arrival> _arrivals = new();
    private readonly MqttConnection _connection;
    private readonly ProbeAnswers _probes;

    public MqttSink(int port)
    {
        _connection = new MqttConnection(port, Heard);
        _connection.Subscribe(Topics.Announced);
        _probes = new ProbeAnswers(port);
    }

    public void Receive(List<Arrival> into, CancellationToken cancellationToken) => _arrivals.Take(into, cancellationToken);

    public void Dispose()
    {
        _probes.Dispose();
        _connection.Dispose();
    }

    private void Heard(string topic, ReadOnlySequence<byte> data) => _arrivals.Add(new Arrival(0, Payload.Sequence(data.FirstSpan), Payload.Stamp(data.FirstSpan)));
}
