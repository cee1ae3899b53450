using System.Text;
using Limpet.Load.Traffic;

namespace Limpet.Load.Nats;

/// <summary>Publishes messages.</summary>
internal sealed class NatsSource(NatsConnection connection, int size) : IMessageSource
{
    private static readonly byte[] Subject = Encoding.ASCII.GetBytes(NatsPlace.Announced);

    private readonly byte[] _data = Payload.New(size);
    private long _sequence;

    public void Send(long stamp)
    {
        Payload.Write(_data, stamp, ++_sequence);
        connection.Publish(Subject, default, _data);
    }

    public void Flush() => connection.Flush();

    public void Dispose() => connection.Dispose();
}
