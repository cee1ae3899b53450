using Limpet.Core.Messages;
using Limpet.Core.Tests.Bus.Model;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>Which Requests each Ksock has sent, and which messages answered them (kbus.md 6: each exactly once).</summary>
internal sealed class AnswerBook
{
    private readonly Dictionary<(uint Ksock, MessageId Request), HashSet<MessageId>> _answers = [];
    private readonly Dictionary<uint, MessageId> _waiting = [];

    public void Sent(NaiveKsock ksock, KbusMessage message, MessageId id, Errno error)
    {
        if (message.IsRequest && error is Errno.None or Errno.EAGAIN)
        {
            _answers.TryAdd((ksock.Id, id), []);
        }

        _waiting.Remove(ksock.Id);
        if (error == Errno.EAGAIN)
        {
            _waiting.Add(ksock.Id, id);
        }
    }

    /// <summary>A waiting send was discarded, or SEND said that it failed.</summary>
    public void GivenUp(NaiveKsock ksock)
    {
        if (_waiting.Remove(ksock.Id, out var id))
        {
            _answers.Remove((ksock.Id, id));
        }
    }

    /// <summary>A waiting send is no more waiting: it was sent, or a Status answers it.</summary>
    public void Settled(NaiveKsock ksock) => _waiting.Remove(ksock.Id);

    /// <summary>A listener's copy of a Reply is the same message, so that answers are told apart by their ids.</summary>
    public void Received(NaiveKsock ksock, KbusMessage message)
    {
        if (message.IsReply && message.To == ksock.Id && _answers.TryGetValue((ksock.Id, message.InReplyTo), out var answers))
        {
            answers.Add(message.Id);
        }
    }

    public IEnumerable<string> NotAnsweredOnce(NaiveKsock ksock)
        => _answers.Where(entry => entry.Key.Ksock == ksock.Id && entry.Value.Count != 1)
            .Select(entry => $"Request {entry.Key.Request} of Ksock {ksock.Id} has {entry.Value.Count} answers");

    public int RequestsOf(NaiveKsock ksock) => _answers.Count(entry => entry.Key.Ksock == ksock.Id);
}
