using Limpet.Load.Traffic;

namespace Limpet.Load.Brokers;

/// <summary>Subscribes to what <see cref="BrokerSource"/> publishes, and answers whoever asks whether it is there.</summary>
internal sealed class BrokerSink : IMessageSink
{
    private readonly IBrokerConnection _connection;

    public BrokerSink(IBrokerConnection connection)
    {
        _connection = connection;
        connection.Subscribe(BrokerPlace.Announced);
    }

    public void Receive(List<Arrival> into, CancellationToken cancellationToken)
    {
        while (into.Count == 0)
        {
            _connection.Receive(
                (replyTo, data) =>
                {
                    if (replyTo.IsEmpty)
                    {
                        into.Add(new Arrival(0, Payload.Sequence(data), Payload.Stamp(data)));
                    }
                    else
                    {
                        _connection.Publish(replyTo, default, data);
                        _connection.Flush();
                    }
                },
                cancellationToken);
        }
    }

    public void Dispose() => _connection.Dispose();
}
