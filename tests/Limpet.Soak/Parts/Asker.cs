using System.Globalization;
using System.Text;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>Asks the repliers of all buses: each Request that was taken is answered, once, and by what was asked or by a Status that says why not.</summary>
internal sealed class Asker(string directory, int bus) : Member(directory, bus)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Random _random = new(1);
    private readonly Dictionary<MessageId, (int Bus, string Question)> _open = [];
    private HashSet<int>? _toReach;
    private long _asked;
    private long _replies;
    private long _statuses;
    private long _refused;
    private long _lostWithTheBus;

    protected override void Bind(IKsock ksock) => ksock.MaxMessages(10_000);

    protected override void Act(IKsock ksock, Script script)
    {
        while (!script.Stopping.WaitHandle.WaitOne(Pause))
        {
            if (script.TakeIsToReach())
            {
                _toReach = [.. Names.Buses];
            }

            TakeAnswers(ksock, script);
            Ask(ksock, Names.Buses[_random.Next(Names.Buses.Length)], script);
        }

        using var late = new CancellationTokenSource(Patience);
        while (_open.Count > 0)
        {
            try
            {
                Take(ksock.Receive(late.Token), script);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        foreach (var (id, (to, question)) in _open)
        {
            script.SayBroken($"Request {id} to bus {to}, '{question}', was never answered");
        }
    }

    protected override void BusIsGone()
    {
        _lostWithTheBus += _open.Count;
        _open.Clear();
    }

    protected override (string What, long Count)[] Totals()
        => [("asked", _asked), ("replies", _replies), ("statuses", _statuses), ("refused", _refused), ("lostWithTheBus", _lostWithTheBus), ("unanswered", _open.Count)];

    private void Ask(IKsock ksock, int to, Script script)
    {
        var question = string.Create(CultureInfo.InvariantCulture, $"{Bus}:{_asked + 1}");
        var error = ksock.TrySend(KbusMessage.Request(Names.Asked(to), question), out var id);
        switch (error)
        {
            case Errno.None:
                _asked++;
                _open.Add(id, (to, question));
                break;
            case Errno.EADDRNOTAVAIL or Errno.EBUSY or Errno.ENOLCK:
                // Nobody answers there just now, or has no room.
                _refused++;
                break;
            case Errno.ENODEV or Errno.EBADF:
                throw new KbusException(error, KsockOperation.Send, Bus);
            default:
                script.SayBroken($"a Request was refused with {error}");
                break;
        }
    }

    private void TakeAnswers(IKsock ksock, Script script)
    {
        while (ksock.TryReceive() is { } answer)
        {
            Take(answer, script);
        }
    }

    private void Take(KbusMessage answer, Script script)
    {
        if (!_open.Remove(answer.InReplyTo, out var asked))
        {
            script.SayBroken($"{answer} answers what was not asked, or has been answered");
        }
        else if (answer.Name.IsReserved)
        {
            _statuses++;
        }
        else if (answer.Data.Span.SequenceEqual(Replier.Answer(asked.Bus, Encoding.ASCII.GetBytes(asked.Question))))
        {
            _replies++;
            if (_toReach is not null && _toReach.Remove(asked.Bus) && _toReach.Count == 0)
            {
                _toReach = null;
                script.SayReached();
            }
        }
        else
        {
            script.SayBroken($"'{asked.Question}' was answered '{Encoding.ASCII.GetString(answer.Data.Span)}'");
        }
    }
}
