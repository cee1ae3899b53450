using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <content>From the other Limpet to KBUS.</content>
public sealed partial class LimpetKsock
{
    // What may pile up behind a message that waits before no more is taken from the other Limpet.
    private const int MostBehind = 1000;
    private const long MostBytesBehind = 16 * 1024 * 1024;

    // As many answers as a Limpet may have Requests outstanding: two that keep to that never hold one another up.
    private const int MostAnswers = LimpetRulesOptions.DefaultMostRequests;

    // What the rules want of KBUS, in its order. While a message waits (ALL_OR_WAIT found a recipient full), what answers somebody or binds overtakes it.
    private readonly Queue<LimpetAction> _toKbus = new();
    private readonly Queue<LimpetAction> _overtaking = new();
    private KbusMessage? _waiting;
    private bool _working;
    private long _bytesBehind;

    /// <summary>Whether so much is behind a message that waits, or for the other Limpet to take, that no more should be taken from it.</summary>
    internal bool IsCongested
    {
        get
        {
            lock (_gate)
            {
                return _toKbus.Count >= MostBehind || _bytesBehind >= MostBytesBehind || _answers.Count > MostAnswers;
            }
        }
    }

    private bool HasWork => _toKbus.Count > 0 || _overtaking.Count > 0 || Rules.BindingsWait;

    /// <summary>
    /// Does with a message from the other Limpet what the rules say (limpet.md 6, send_msg). One that must wait (ALL_OR_WAIT) is sent as room comes, with what
    /// follows it behind it in its order; Replies overtake it.
    /// </summary>
    /// <exception cref="ErrorMessageException">It is a Request that could not be delivered; the answer is to be sent to the other Limpet.</exception>
    /// <exception cref="KbusException">The Ksock is closed, or the bus gone.</exception>
    public void SendMessage(KbusMessage message)
    {
        Deliver(message);
        lock (_gate)
        {
            if (_answers.Count == 0)
            {
                return;
            }

            var answers = _answers.ToList();
            var mine = answers.FindIndex(a => a.InReplyTo == message.Id);
            if (mine < 0)
            {
                return;
            }

            _answers.Clear();
            for (var i = 0; i < answers.Count; i++)
            {
                if (i != mine)
                {
                    _answers.Enqueue(answers[i]);
                }
            }

            throw new ErrorMessageException(answers[mine]);
        }
    }

    /// <summary>
    /// What to tell the other Limpet when KBUS refused a message of its (limpet.md 6, could_not_send_to_kbus_msg): the answer, or null where there is nobody to tell.
    /// </summary>
    public static KbusMessage? CouldNotSendToKbus(KbusMessage message, Errno errno)
        => message.IsRequest && message.WantsYouToReply
            ? new KbusMessage(StatusNames.RemoteError(errno)) { To = message.From, InReplyTo = message.Id }
            : null;

    /// <summary>As <see cref="SendMessage"/>; the answer to what KBUS refuses is what <see cref="TryReceive"/> gives next.</summary>
    /// <returns>None: what becomes of the message is told by that answer alone.</returns>
    public Errno TrySend(KbusMessage message, out MessageId id)
    {
        id = message.Id;
        Deliver(message);
        return Errno.None;
    }

    /// <summary>Does with a message from the other Limpet what the rules say; answers wait for the next read.</summary>
    internal void Deliver(KbusMessage message) => Deliver([message]);

    /// <summary>Does so with several, in their order. Each is judged when KBUS has got those before it, but for announcements, which KBUS gets many at a time.</summary>
    internal void Deliver(ReadOnlySpan<KbusMessage> messages)
    {
        while (!messages.IsEmpty)
        {
            var count = 1;
            while (count < messages.Length && IsAnnouncement(messages[count - 1]) && IsAnnouncement(messages[count]))
            {
                count++;
            }

            Judge(messages[..count]);
            WorkOff();
            messages = messages[count..];
        }
    }

    private void Judge(ReadOnlySpan<KbusMessage> messages)
    {
        List<LimpetEvent>? events;
        lock (_gate)
        {
            Counters.CountIn(messages.Length);
            var (rules, now) = (Rules, Now);
            foreach (var message in messages)
            {
                rules.FromLink(message, now, _actions);
            }

            events = Sort(toLink: null);
        }

        Tell(events);
    }

    private static bool Overtakes(in LimpetAction action) => action.Kind != LimpetActionKind.SendToKbus || action.Message!.IsReply;

    private void Enqueue(in LimpetAction action)
    {
        if (_waiting is not null && Overtakes(action))
        {
            _overtaking.Enqueue(action);
            return;
        }

        _toKbus.Enqueue(action);
        _bytesBehind += action.Message?.Data.Length ?? 0;
    }

    private bool TryNext(out LimpetAction action)
    {
        if (_overtaking.TryDequeue(out action))
        {
            return true;
        }

        if (_waiting is not null || !_toKbus.TryDequeue(out action))
        {
            return false;
        }

        _bytesBehind -= action.Message?.Data.Length ?? 0;
        return true;
    }

    private void WorkOff()
    {
        bool untold;
        while (true)
        {
            LimpetAction action;
            bool again;
            bool many;
            lock (_gate)
            {
                if (_working || !TryNext(out action))
                {
                    StartRetryingIfNeeded();
                    untold = _answersUntold;
                    _answersUntold = false;
                    break;
                }

                _working = true;
                again = _waiting is not null && action.Kind == LimpetActionKind.SendToKbus;
                many = !again && TryTakeRun(action);
            }

            if (many)
            {
                DoRun();
            }
            else
            {
                Do(action, again);
            }
        }

        if (untold)
        {
            AnswersReady?.Invoke();
        }
    }

    // Does one thing, with no lock held.
    private void Do(LimpetAction action, bool overtaking)
    {
        Errno errno;
        try
        {
            errno = overtaking ? Overtake(action.Message!) : Perform(action);
        }
        catch
        {
            StopWorking();
            throw;
        }

        List<LimpetEvent>? events;
        lock (_gate)
        {
            _working = false;
            events = Settle(action, errno);
        }

        Tell(events);
    }

    private void StopWorking()
    {
        lock (_gate)
        {
            _working = false;
        }
    }

    private Errno Perform(in LimpetAction action)
    {
        if (action.Kind == LimpetActionKind.SendToKbus)
        {
            var errno = _ksock.TrySend(action.Message!, out _);
            ThrowIfGone(errno, action.Message!);
            return errno;
        }

        try
        {
            if (action.Kind == LimpetActionKind.Bind)
            {
                _ksock.Bind(action.Name!.Value, BindingKind.Replier);
            }
            else
            {
                _ksock.Unbind(action.Name!.Value, BindingKind.Replier);
            }

            return Errno.None;
        }
        catch (KbusException e) when (e.Errno is not (Errno.ENODEV or Errno.EBADF))
        {
            return e.Errno;
        }
    }

    // KBUS has one place for a message that waits: it is given up, and taken again once the other has gone.
    private Errno Overtake(KbusMessage message)
    {
        var waiting = _waiting!;
        if ((_ksock.Poll() & KsockEvents.Writable) != 0)
        {
            EndWaiting(Errno.None);
            return _ksock.TrySend(message, out _);
        }

        _ksock.Discard();
        var errno = _ksock.TrySend(message, out _);
        var again = _ksock.TrySend(waiting, out _);
        if (again != Errno.EAGAIN)
        {
            EndWaiting(again);
        }

        return errno;
    }

    private List<LimpetEvent>? Settle(in LimpetAction action, Errno errno)
    {
        LimpetEvent? did = null;
        if (action.Kind != LimpetActionKind.SendToKbus)
        {
            did = errno != Errno.None ? null
                : action.Kind == LimpetActionKind.Bind ? new ReplierBoundEvent(action.Name!) : new ReplierUnboundEvent(action.Name!);
            Rules.BindingDone(action.Kind, action.Name!, errno, Now, _actions);
        }
        else if (errno == Errno.EAGAIN)
        {
            WaitWith(action.Message!);
        }
        else if (errno != Errno.None)
        {
            Rules.Refused(action.Message!, errno, _actions);
        }
        else if (_teller.EachMessage)
        {
            did = new MessagePassedEvent(action.Message!, ToLink: false);
        }

        var events = _actions.Count == 0 ? null : Sort(toLink: null);
        if (did is not null)
        {
            (events ??= []).Insert(0, did);
        }

        return events;
    }

    // With those that came with it next behind it, before all that has been queued.
    private void WaitWith(KbusMessage message, ReadOnlySpan<KbusMessage> nextBehind = default)
    {
        _waiting = message;
        var queued = _toKbus.ToArray();
        _toKbus.Clear();
        _bytesBehind = 0;
        foreach (var next in nextBehind)
        {
            Enqueue(LimpetAction.SendToKbus(next));
        }

        foreach (var action in queued)
        {
            Enqueue(action);
        }
    }
}
