using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <content>From KBUS to the other Limpet.</content>
public sealed partial class LimpetKsock
{
    private static readonly CancellationToken NoWaiting = new(canceled: true);

    // Messages for the other Limpet that were made while sending on KBUS: the answers to what it refused.
    private readonly Queue<KbusMessage> _answers = new();
    private bool _answersUntold;

    // What the link popped last; it reads on one thread at a time.
    private readonly List<KbusMessage> _popped = [];

    /// <summary>Called when there are answers for <see cref="TryReceive"/> that were made while sending; on any thread, with no lock held.</summary>
    internal Action? AnswersReady { get; set; }

    /// <summary>Reads the next message for the other Limpet (limpet.md 6, read_next_msg).</summary>
    /// <exception cref="NoMessageException">There is none now.</exception>
    /// <exception cref="GiveUpException">The termination message was read.</exception>
    /// <exception cref="KbusException">The Ksock is closed, or the bus gone.</exception>
    public KbusMessage ReadNextMessage()
        => TryReceive() ?? throw new NoMessageException($"There is no message on bus {Device} for the other Limpet.");

    /// <summary>Waits for the next message for the other Limpet (limpet.md 6, read_msg).</summary>
    /// <exception cref="GiveUpException">The termination message was read.</exception>
    /// <exception cref="KbusException">The Ksock is closed, or the bus gone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public KbusMessage ReadMessage(CancellationToken cancellationToken = default)
    {
        var one = new List<KbusMessage>(1);
        Receive(one, 1, cancellationToken);
        return one[0];
    }

    /// <summary>The next message for the other Limpet, or null where there is none now.</summary>
    /// <exception cref="GiveUpException">The termination message was read.</exception>
    public KbusMessage? TryReceive()
    {
        var (one, popped) = (new List<KbusMessage>(1), new List<KbusMessage>(1));
        while (!TakeAnswers(one, 1))
        {
            if (!ReadOne(popped, one))
            {
                return null;
            }

            KeepAllButFirst(one);
            if (one.Count > 0)
            {
                break;
            }
        }

        return one[0];
    }

    /// <summary>Waits for messages for the other Limpet.</summary>
    /// <exception cref="GiveUpException">The termination message was read.</exception>
    public void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            var count = 0;
            for (; count < most && TryReceive() is { } message; count++)
            {
                into.Add(message);
            }

            if (count > 0)
            {
                return;
            }

            _ksock.Wait(KsockEvents.Readable, cancellationToken);
        }
    }

    /// <summary>
    /// Takes answers and pops messages without waiting, until there is nothing left, as many were popped as asked for, or the termination message was read.
    /// </summary>
    /// <returns>Whether nothing is left.</returns>
    internal bool Read(List<KbusMessage> toLink, int most)
    {
        TakeAnswers(toLink, int.MaxValue);
        for (var left = most; left > 0 && !IsTerminated; left -= _popped.Count)
        {
            if (!TryPop(left))
            {
                return true;
            }

            Apply(_popped, toLink);
        }

        return IsTerminated;
    }

    /// <summary>Pops messages, waiting until there is one, and adds what is for the other Limpet.</summary>
    internal void ReadWaiting(List<KbusMessage> toLink, int most, CancellationToken cancellationToken)
    {
        TakeAnswers(toLink, int.MaxValue);
        if (toLink.Count > 0)
        {
            return;
        }

        _popped.Clear();
        _ksock.Receive(_popped, most, cancellationToken);
        Apply(_popped, toLink);
    }

    // Many at once cost the bus one turn.
    private bool TryPop(int most)
    {
        _popped.Clear();
        if (_ksock is IBulkSource source)
        {
            return source.TryReceive(_popped, most) > 0;
        }

        if (_ksock.QueuedMessages() == 0)
        {
            return false;
        }

        try
        {
            _ksock.Receive(_popped, most, NoWaiting);
            return true;
        }
        catch (OperationCanceledException)
        {
            // What was queued has gone meanwhile: the binding that it was there for was removed.
            return false;
        }
    }

    private bool ReadOne(List<KbusMessage> popped, List<KbusMessage> toLink)
    {
        ThrowIfTerminated();
        if (_ksock.TryReceive() is not { } message)
        {
            return false;
        }

        popped.Clear();
        popped.Add(message);
        Apply(popped, toLink);
        return true;
    }

    private void Apply(List<KbusMessage> messages, List<KbusMessage> toLink)
    {
        List<LimpetEvent>? events;
        bool work;
        lock (_gate)
        {
            var (rules, now) = (Rules, Now);
            foreach (var message in messages)
            {
                rules.FromKbus(message, now, _actions);
                if (_actions is [.., { Kind: LimpetActionKind.End }])
                {
                    break;
                }
            }

            events = Sort(toLink);
            work = HasWork;
        }

        Tell(events);
        if (work)
        {
            WorkOff();
        }
    }

    private bool TakeAnswers(List<KbusMessage> into, int most)
    {
        lock (_gate)
        {
            for (; most > 0 && _answers.TryDequeue(out var answer); most--)
            {
                into.Add(answer);
            }
        }

        return into.Count > 0;
    }

    private void KeepAllButFirst(List<KbusMessage> messages)
    {
        if (messages.Count <= 1)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var message in messages.Skip(1))
            {
                _answers.Enqueue(message);
            }
        }
    }

    private void ThrowIfTerminated()
    {
        if (IsTerminated)
        {
            throw new GiveUpException($"The termination message '{_options.TerminationMessage}' was read.");
        }
    }
}
