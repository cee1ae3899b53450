using System.Buffers;
using Limpet.Load.Traffic;

namespace Limpet.Load.Mqtt;

/// <summary>Asks on one topic, and hears the answers on another; which Request one answers stands in its data.</summary>
internal sealed class MqttAsker : IAsker
{
    private readonly Inbox<Answer> _answers = new();
    private readonly MqttConnection _answered;
    private readonly MqttConnection _asked;
    private readonly byte[] _data;
    private long _sequence;

    public MqttAsker(int port, int size)
    {
        _data = Payload.New(size);
        _answered = new MqttConnection(port, (_, data) => _answers.Add(new Answer(Payload.Sequence(data.FirstSpan), data.Length == size)));
        _answered.Subscribe(Topics.Answered);
        _asked = new MqttConnection(port);
    }

    public long Ask()
    {
        Payload.Write(_data, 0, ++_sequence);
        _asked.Publish(Topics.Asked, new ReadOnlySequence<byte>(_data));
        return _sequence;
    }

    public void Flush()
    {
    }

    public void Answers(List<Answer> into, CancellationToken cancellationToken) => _answers.Take(into, cancellationToken);

    public void Dispose()
    {
        _answered.Dispose();
        _asked.Dispose();
    }
}
