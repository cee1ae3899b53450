using Limpet.Load.Traffic;

namespace Limpet.Load.Nats;

/// <summary>Subscribes to what <see cref="NatsSource"/> publishes, and answers whoever asks whether it is there.</summary>
internal sealed class NatsSink : IMessageSink
{
    private readonly NatsConnection _connection;

    public NatsSink(NatsConnection connection)
    {
        _connection = connection;
        connection.Subscribe(NatsPlace.Announced, 1);
    }

    public void Receive(List<Arrival> into, CancellationToken cancellationToken)
    {
        while (into.Count == 0)
        {
            _connection.Receive(
                (_, replyTo, data) =>
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
