using Limpet.Load.Traffic;

namespace Limpet.Load.Brokers;

/// <summary>Answers what <see cref="BrokerAsker"/> asks.</summary>
internal sealed class BrokerReplier : IReplier
{
    private readonly IBrokerConnection _connection;
    private readonly MessageHandler _answer;

    public BrokerReplier(IBrokerConnection connection)
    {
        _connection = connection;
        _answer = (replyTo, data) => connection.Publish(replyTo, default, data);
        connection.Subscribe(BrokerPlace.Asked);
    }

    public void Serve(CancellationToken cancellationToken)
    {
        _connection.Receive(_answer, cancellationToken);
        _connection.Flush();
    }

    public void Dispose() => _connection.Dispose();
}
