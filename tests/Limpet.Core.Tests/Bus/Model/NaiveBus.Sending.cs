using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Tests.Bus.Model;

/// <summary>kbus.md 5, and the Status messages of 6.</summary>
internal sealed partial class NaiveBus
{
    /// <summary>write of a whole message, and SEND.</summary>
    public Errno Send(NaiveKsock ksock, KbusMessage message, out MessageId id)
    {
        id = default;
        if (ksock.IsClosed || !ksock.CanWrite)
        {
            return Errno.EBADF;
        }

        if (ksock.Waiting is not null)
        {
            return Errno.EALREADY;
        }

        if (message.Flags.HasFlag(MessageFlags.AllOrWait) && message.Flags.HasFlag(MessageFlags.AllOrFail))
        {
            return Errno.EINVAL;
        }

        if (MemoryLayout.Bits64.EntireLength(message) > _maxMessageSize)
        {
            return Errno.EMSGSIZE;
        }

        if (message.Name.Value.EndsWith('*') || message.Name.Value.EndsWith('%'))
        {
            return Errno.EBADMSG;
        }

        // Step 1; and WANT_YOU_TO_REPLY is on a replier's copy alone (kbus.md 3).
        message = message with { Flags = message.Flags & ~(MessageFlags.Synthetic | MessageFlags.WantYouToReply), Extra = 0 };

        // Step 2.
        if (message.IsRequest && ksock.IsFull)
        {
            return Errno.ENOLCK;
        }

        // Step 3.
        message = message with { From = ksock.Id };
        if (message.Id.Network == 0)
        {
            message = message with { Id = new MessageId(0, NextSerial()) };
        }

        ksock.LastSent = message.Id;

        var error = CheckAndDeliver(ksock, message);
        if (error == Errno.EAGAIN)
        {
            ksock.Waiting = message;
        }

        id = error is Errno.None or Errno.EAGAIN ? message.Id : default;
        return error;
    }

    /// <summary>SEND without a write before it: tries the waiting message again. As every ioctl it is allowed on a Ksock opened for reading.</summary>
    public Errno SendAgain(NaiveKsock ksock, out MessageId id)
    {
        id = default;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (ksock.Waiting is null)
        {
            return Errno.ENOMSG;
        }

        var message = ksock.Waiting;
        var error = Retry(ksock);
        id = error is Errno.None or Errno.EAGAIN ? message.Id : default;
        return error;
    }

    public Errno Discard(NaiveKsock ksock)
    {
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        ksock.Waiting = null;
        return Errno.None;
    }

    /// <summary>What a retry of the waiting send would come to, without trying it.</summary>
    public Errno PeekRetry(NaiveKsock ksock)
    {
        var message = ksock.Waiting!;
        return message.IsRequest && ksock.IsFull ? Errno.ENOLCK : Check(message, out _);
    }

    private static void Put(NaiveKsock ksock, KbusMessage message, NaiveBinding? cause)
    {
        ksock.Queue.Insert(message.IsUrgent ? 0 : ksock.Queue.Count, (message, cause));
        ksock.LastPut = message.Id;
    }

    private static void PutListenerCopy(NaiveBinding listener, KbusMessage message)
    {
        if (!(listener.Ksock.OnlyOnce && listener.Ksock.LastPut == message.Id))
        {
            Put(listener.Ksock, message, listener);
        }
    }

    private static Errno FullError(KbusMessage message) => message.Flags.HasFlag(MessageFlags.AllOrWait) ? Errno.EAGAIN : Errno.EBUSY;

    private Errno Retry(NaiveKsock ksock)
    {
        var message = ksock.Waiting!;
        var error = message.IsRequest && ksock.IsFull ? Errno.ENOLCK : CheckAndDeliver(ksock, message);
        if (error != Errno.EAGAIN)
        {
            ksock.Waiting = null;
        }

        return error;
    }

    private void RetryByPoll(NaiveKsock ksock)
    {
        var message = ksock.Waiting!;
        var error = Retry(ksock);
        if (error is Errno.None or Errno.EAGAIN)
        {
            return;
        }

        if (error == Errno.EADDRNOTAVAIL)
        {
            PutStatus(ksock, message.Id, from: 0, "$.KBUS.Replier.Disappeared");
        }
        else if (message.IsRequest)
        {
            PutStatus(ksock, message.Id, from: 0, "$.KBUS.ErrorSending");
        }
    }

    private Errno CheckAndDeliver(NaiveKsock sender, KbusMessage message)
    {
        var error = Check(message, out var recipients);
        if (error == Errno.None)
        {
            Deliver(sender, message, recipients);
        }

        // A Request that is a Reply too and finds no replier has failed before anyone looked at what it answers.
        var hasReplier = !message.IsRequest || BestReplier(message.Name.Value) is not null;
        if (message.IsReply && (error is Errno.None or Errno.ECONNREFUSED || (error == Errno.EADDRNOTAVAIL && hasReplier)))
        {
            Answered(sender, message);
        }

        return error;
    }

    /// <summary>Step 4.</summary>
    private Errno Check(KbusMessage message, out Recipients recipients)
    {
        recipients = new Recipients(null, null, []);
        var name = message.Name.Value;
        var replier = message.IsRequest ? BestReplier(name) : null;
        if (message.IsRequest && replier is null)
        {
            return Errno.EADDRNOTAVAIL;
        }

        var asker = message.IsReply ? KsockOf(message.To) : null;
        if (message.IsReply)
        {
            if (asker is null)
            {
                return Errno.EADDRNOTAVAIL;
            }

            if (!asker.Awaited.Contains(message.InReplyTo))
            {
                return Errno.ECONNREFUSED;
            }

            if (asker.Queue.Count + asker.Awaited.Count - 1 >= asker.MaxMessages)
            {
                return FullError(message);
            }
        }

        if (replier is not null)
        {
            if (message.To != 0 && message.To != replier.Ksock.Id)
            {
                return Errno.EPIPE;
            }

            if (replier.Ksock.IsFull)
            {
                return FullError(message);
            }
        }

        var listeners = new List<NaiveBinding>();
        foreach (var listener in _bindings.Where(b => b.Kind == BindingKind.Listener && b.Matches(name)))
        {
            if (!listener.Ksock.IsFull)
            {
                listeners.Add(listener);
            }
            else if (message.Flags.HasFlag(MessageFlags.AllOrWait))
            {
                return Errno.EAGAIN;
            }
            else if (message.Flags.HasFlag(MessageFlags.AllOrFail))
            {
                return Errno.EBUSY;
            }
        }

        recipients = new Recipients(asker, replier, listeners);
        return Errno.None;
    }

    /// <summary>Step 5; Put does step 6.</summary>
    private static void Deliver(NaiveKsock sender, KbusMessage message, Recipients recipients)
    {
        if (recipients.Asker is { } asker)
        {
            asker.Awaited.Remove(message.InReplyTo);
            Put(asker, message, cause: null);
        }

        if (recipients.Replier is { } replier)
        {
            Put(replier.Ksock, message with { Flags = message.Flags | MessageFlags.WantYouToReply }, replier);
            sender.Awaited.Add(message.Id);
        }

        foreach (var listener in recipients.Listeners)
        {
            PutListenerCopy(listener, message);
        }
    }

    /// <summary>The sender of this Reply has done with the Request, should it be its to answer.</summary>
    private static void Answered(NaiveKsock sender, KbusMessage reply)
    {
        var index = sender.Unanswered.IndexOf((reply.InReplyTo, reply.To));
        if (index >= 0)
        {
            sender.Unanswered.RemoveAt(index);
        }
    }

    /// <summary>kbus.md 2: plain before %, % before *, the newest of equals.</summary>
    private NaiveBinding? BestReplier(string name)
    {
        var matching = _bindings.FindAll(b => b.Kind == BindingKind.Replier && b.Matches(name));
        return matching.Find(b => !b.Name.EndsWith('%') && !b.Name.EndsWith('*'))
            ?? matching.Find(b => b.Name.EndsWith('%'))
            ?? matching.Find(b => b.Name.EndsWith('*'));
    }

    /// <summary>The Status for a Request that this replier will not answer, if anyone still waits for it.</summary>
    private void AnswerFor(NaiveKsock replier, MessageId request, uint asker, string status, NaiveKsock? closing)
    {
        var to = KsockOf(asker);
        if (to is not null && to != closing && to.Awaited.Contains(request))
        {
            PutStatus(to, request, replier.Id, status);
        }
    }

    private void PutStatus(NaiveKsock to, MessageId request, uint from, string status)
    {
        to.Awaited.Remove(request);
        var message = new KbusMessage(MessageName.Parse(status))
        {
            Id = new MessageId(0, NextSerial()), InReplyTo = request, To = to.Id, From = from, Flags = MessageFlags.Synthetic,
        };
        Put(to, message, cause: null);
    }

    private readonly record struct Recipients(NaiveKsock? Asker, NaiveBinding? Replier, List<NaiveBinding> Listeners);
}
