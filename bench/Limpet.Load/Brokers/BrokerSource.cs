using System.Text;
using Limpet.Load.Traffic;

namespace Limpet.Load.Brokers;

/// <summary>Publishes messages.</summary>
internal sealed class BrokerSource(IBrokerConnection connection, int size) : IMessageSource
{
    private static readonly byte[] Name = Encoding.ASCII.GetBytes(BrokerPlace.Announced);

    private readonly byte[] _data = new byte[size];
    private long _sequence;

    public void Send(long stamp)
    {
        Payload.Write(_data, stamp, ++_sequence);
        connection.Publish(Name, default, _data);
    }

    public void Flush() => connection.Flush();

    public void Dispose() => connection.Dispose();
}
