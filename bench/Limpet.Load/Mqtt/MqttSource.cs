using System.Buffers;
using Limpet.Load.Traffic;

namespace Limpet.Load.Mqtt;

/// <summary>Publishes messages.</summary>
internal sealed class MqttSource(MqttConnection connection, int size) : IMessageSource
{
    private readonly byte[] _data = Payload.New(size);
    private long _sequence;

    public void Send(long stamp)
    {
        Payload.Write(_data, stamp, ++_sequence);
        connection.Publish(Topics.Announced, new ReadOnlySequence<byte>(_data));
    }

    public void Flush()
    {
    }

    public void Dispose() => connection.Dispose();
}
