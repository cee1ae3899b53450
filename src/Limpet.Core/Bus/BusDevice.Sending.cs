using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>Sending (kbus.md 5, steps 1 to 4) and the sends that wait.</summary>
public sealed partial class BusDevice
{
    private const MessageFlags BothAllOr = MessageFlags.AllOrWait | MessageFlags.AllOrFail;

    private readonly List<BusKsock> _waiters = [];
    private readonly List<Binding> _listeners = [];

    /// <summary>What write and SEND do, for a message that comes whole.</summary>
    internal Errno SendWhole(BusKsock sender, KbusMessage message, out MessageId id)
    {
        id = MessageId.None;
        if (sender.IsSending)
        {
            return Errno.EALREADY;
        }

        // Bytes written before it stand in its way, as they would if it were written byte by byte.
        var error = sender.Writing.IsComplete ? Errno.EMSGSIZE
            : !sender.Writing.IsEmpty || (message.Flags & BothAllOr) == BothAllOr ? Errno.EINVAL
            : _layout.EntireLength(message) > MaxMessageSize ? Errno.EMSGSIZE
            : message.Name.IsWildcard ? Errno.EBADMSG
            : Errno.None;
        if (error != Errno.None)
        {
            sender.Writing.Clear();
            return error;
        }

        return Send(sender, message, out id);
    }

    /// <summary>Sends a message whose form has been checked.</summary>
    internal Errno Send(BusKsock sender, KbusMessage message, out MessageId id)
    {
        id = MessageId.None;
        if (message.IsRequest && sender.IsFull)
        {
            return Errno.ENOLCK;
        }

        id = message.Id.Network == 0 ? NextId() : message.Id;
        sender.LastSent = id;
        var stamped = message with
        {
            Id = id,
            From = sender.Id,
            Extra = 0,
            Flags = message.Flags & ~(MessageFlags.Synthetic | MessageFlags.WantYouToReply),
        };
        var error = CheckAndDeliver(sender, stamped, out var full);
        if (error == Errno.EAGAIN)
        {
            sender.Waiting = stamped;
            sender.WaitsFor = full;
            _waiters.Add(sender);
        }
        else if (error != Errno.None)
        {
            id = MessageId.None;
        }

        return error;
    }

    /// <summary>Tries the waiting send again, as SEND does.</summary>
    internal Errno Retry(BusKsock sender, out MessageId id)
    {
        var message = sender.Waiting!;
        BusKsock? full = null;
        var error = message.IsRequest && sender.IsFull ? Errno.ENOLCK : CheckAndDeliver(sender, message, out full);
        if (error == Errno.EAGAIN)
        {
            sender.WaitsFor = full;
        }
        else
        {
            StopWaiting(sender, error);
        }

        id = error is Errno.None or Errno.EAGAIN ? message.Id : MessageId.None;
        return error;
    }

    /// <summary>Tries the waiting send again, as poll does: a failure is told by a Status.</summary>
    internal void RetryByPoll(BusKsock sender)
    {
        var message = sender.Waiting!;
        var error = Retry(sender, out _);
        if (error is Errno.None or Errno.EAGAIN)
        {
            return;
        }

        sender.Waited = (message.Id, Errno.None);
        if (error == Errno.EADDRNOTAVAIL)
        {
            PutStatus("$.KBUS.Replier.Disappeared", from: 0, message.Id, sender);
        }
        else if (message.IsRequest)
        {
            PutStatus("$.KBUS.ErrorSending", from: 0, message.Id, sender);
        }
    }

    /// <summary>The send waits no longer, if one did.</summary>
    /// <param name="sender">Whose.</param>
    /// <param name="outcome">What became of it; EAGAIN where it was given up.</param>
    internal void StopWaiting(BusKsock sender, Errno outcome = Errno.EAGAIN)
    {
        if (sender.Waiting is { } message)
        {
            sender.Waited = (message.Id, outcome);
            sender.Waiting = null;
            sender.WaitsFor = null;
            _waiters.Remove(sender);
            Stir(sender);
        }
    }

    /// <summary>Room was made in that queue: whoever waits for it may try again.</summary>
    internal void MadeRoom(BusKsock ksock)
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.WaitsFor == ksock)
            {
                Stir(waiter);
            }
        }
    }

    // A binding that comes or goes may change who is to receive, and so who must have room.
    private void WaitersMayTry()
    {
        foreach (var waiter in _waiters)
        {
            Stir(waiter);
        }
    }

    private Errno CheckAndDeliver(BusKsock sender, KbusMessage message, out BusKsock? full)
    {
        full = null;
        var waits = (message.Flags & MessageFlags.AllOrWait) != 0;
        Binding? replier = null;
        if (message.IsRequest && (replier = _names.ReplierFor(message.Name)) is null)
        {
            return Errno.EADDRNOTAVAIL;
        }

        BusKsock? asker = null;
        if (message.IsReply)
        {
            if (!_ksocks.TryGetValue(message.To, out asker))
            {
                sender.Unanswered.Remove(message.InReplyTo, message.To);
                return Errno.EADDRNOTAVAIL;
            }

            if (!asker.Awaited.Contains(message.InReplyTo))
            {
                sender.Unanswered.Remove(message.InReplyTo, message.To);
                return Errno.ECONNREFUSED;
            }

            if ((ulong)(asker.Queue.Count + asker.Awaited.Count - 1) >= asker.Maximum)
            {
                full = asker;
                return waits ? Errno.EAGAIN : Errno.EBUSY;
            }
        }

        if (replier is not null)
        {
            if (message.To != 0 && message.To != replier.Owner.Id)
            {
                return Errno.EPIPE;
            }

            if (replier.Owner.IsFull)
            {
                full = replier.Owner;
                return waits ? Errno.EAGAIN : Errno.EBUSY;
            }
        }

        var error = GatherListeners(sender, message, out full);
        if (error == Errno.None)
        {
            Deliver(sender, message, asker, replier);
        }

        return error;
    }

    // Fills _listeners with those that have room now, before anything is delivered.
    private Errno GatherListeners(BusKsock? sender, KbusMessage message, out BusKsock? full)
    {
        full = null;
        _listeners.Clear();
        _names.AddListenersFor(message.Name, _listeners);
        var kept = 0;
        for (var i = 0; i < _listeners.Count; i++)
        {
            var listener = _listeners[i];
            if (listener.Owner == sender && !sender.HearsItself)
            {
                continue;
            }

            if (!listener.Owner.IsFull)
            {
                _listeners[kept++] = listener;
            }
            else if ((message.Flags & BothAllOr) != 0)
            {
                full = listener.Owner;
                return (message.Flags & MessageFlags.AllOrWait) != 0 ? Errno.EAGAIN : Errno.EBUSY;
            }
        }

        _listeners.RemoveRange(kept, _listeners.Count - kept);
        return Errno.None;
    }
}
