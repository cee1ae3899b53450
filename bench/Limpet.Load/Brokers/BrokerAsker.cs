using System.Text;
using Limpet.Load.Traffic;

namespace Limpet.Load.Brokers;

/// <summary>Asks, with one name for all answers; which Request one answers stands in its data.</summary>
internal sealed class BrokerAsker : IAsker
{
    private static readonly byte[] Name = Encoding.ASCII.GetBytes(BrokerPlace.Asked);

    private readonly IBrokerConnection _connection;
    private readonly byte[] _inbox;
    private readonly byte[] _data;
    private long _sequence;

    public BrokerAsker(IBrokerConnection connection, int size)
    {
        _connection = connection;
        _data = new byte[size];
        var inbox = BrokerPlace.NewInbox();
        _inbox = Encoding.ASCII.GetBytes(inbox);
        connection.Subscribe(inbox);
    }

    public long Ask()
    {
        Payload.Write(_data, 0, ++_sequence);
        _connection.Publish(Name, _inbox, _data);
        return _sequence;
    }

    public void Flush() => _connection.Flush();

    public void Answers(List<Answer> into, CancellationToken cancellationToken)
    {
        while (into.Count == 0)
        {
            _connection.Receive((_, data) => into.Add(new Answer(Payload.Sequence(data), data.Length == _data.Length)), cancellationToken);
        }
    }

    public void Dispose() => _connection.Dispose();
}
