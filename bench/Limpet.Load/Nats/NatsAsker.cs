using System.Text;
using Limpet.Load.Traffic;

namespace Limpet.Load.Nats;

/// <summary>Asks, with one subject for all answers; which Request one answers stands in its data.</summary>
internal sealed class NatsAsker : IAsker
{
    private static readonly byte[] Subject = Encoding.ASCII.GetBytes(NatsPlace.Asked);

    private readonly NatsConnection _connection;
    private readonly byte[] _inbox = Encoding.ASCII.GetBytes($"_INBOX.{Guid.NewGuid():N}");
    private readonly byte[] _data;
    private long _sequence;

    public NatsAsker(NatsConnection connection, int size)
    {
        _connection = connection;
        _data = Payload.New(size);
        connection.Subscribe(Encoding.ASCII.GetString(_inbox), 1);
    }

    public long Ask()
    {
        Payload.Write(_data, 0, ++_sequence);
        _connection.Publish(Subject, _inbox, _data);
        return _sequence;
    }

    public void Flush() => _connection.Flush();

    public void Answers(List<Answer> into, CancellationToken cancellationToken)
    {
        while (into.Count == 0)
        {
            _connection.Receive((_, _, data) => into.Add(new Answer(Payload.Sequence(data), data.Length == _data.Length)), cancellationToken);
        }
    }

    public void Dispose() => _connection.Dispose();
}
