using Limpet.Load.Traffic;

namespace Limpet.Load.Nats;

/// <summary>Answers what <see cref="NatsAsker"/> asks.</summary>
internal sealed class NatsReplier : IReplier
{
    private readonly NatsConnection _connection;
    private readonly NatsConnection.Handler _answer;

    public NatsReplier(NatsConnection connection)
    {
        _connection = connection;
        _answer = (_, replyTo, data) => connection.Publish(replyTo, default, data);
        connection.Subscribe(NatsPlace.Asked, 1);
    }

    public void Serve(CancellationToken cancellationToken)
    {
        _connection.Receive(_answer, cancellationToken);
        _connection.Flush();
    }

    public void Dispose() => _connection.Dispose();
}
