using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>Delivery (kbus.md 5, steps 5 and 6), the taking of messages, and what KBUS answers itself (kbus.md 6).</summary>
public sealed partial class BusDevice
{
    /// <summary>Pops the next message of a queue that has one.</summary>
    internal KbusMessage Pop(BusKsock ksock)
    {
        var message = ksock.Queue.PopFront().Message;
        if (message.WantsYouToReply)
        {
            ksock.Unanswered.Add(message.Id, message.From);
        }

        MoveOneSetAside(ksock);
        MadeRoom(ksock);
        return message;
    }

    private void Deliver(BusKsock sender, KbusMessage message, BusKsock? asker, Binding? replier)
    {
        if (asker is not null)
        {
            HasAnswer(asker, message.InReplyTo);
            sender.Unanswered.Remove(message.InReplyTo, message.To);
            Put(asker, message, because: null);
        }

        if (replier is not null)
        {
            sender.Awaited.Add(message.Id);
            Put(replier.Owner, message with { Flags = message.Flags | MessageFlags.WantYouToReply }, replier);
        }

        foreach (var listener in _listeners)
        {
            PutForListener(listener, message);
        }
    }

    private void PutForListener(Binding listener, KbusMessage message)
    {
        var ksock = listener.Owner;
        if (!ksock.OnlyOnce || ksock.LastPut != message.Id)
        {
            Put(ksock, message, listener);
        }
    }

    private void Put(BusKsock ksock, KbusMessage message, Binding? because)
    {
        if (ksock.Queue.Count == 0)
        {
            Stir(ksock);
        }

        var queued = new QueuedMessage(message, because);
        if (message.IsUrgent)
        {
            ksock.Queue.PushFront(queued);
        }
        else
        {
            ksock.Queue.PushBack(queued);
        }

        ksock.LastPut = message.Id;
    }

    /// <summary>Answers a Request that will have no other answer, where its sender is still there and awaits one.</summary>
    private void SendStatus(string name, uint from, MessageId request, uint asker)
    {
        if (_ksocks.TryGetValue(asker, out var ksock) && ksock.Awaited.Contains(request))
        {
            PutStatus(name, from, request, ksock);
        }
    }

    private void PutStatus(string name, uint from, MessageId request, BusKsock asker)
    {
        HasAnswer(asker, request);
        Put(asker, new KbusMessage(MessageName.Parse(name)) { Id = NextId(), From = from, To = asker.Id, InReplyTo = request, Flags = MessageFlags.Synthetic }, because: null);
    }

    /// <summary>The Reply is awaited no more; another one that waits to be sent can only fail now, for whomever it waits.</summary>
    private void HasAnswer(BusKsock asker, MessageId request)
    {
        asker.Awaited.Remove(request);
        foreach (var waiter in _waiters)
        {
            if (waiter.Waiting!.InReplyTo == request && waiter.Waiting.To == asker.Id)
            {
                Stir(waiter);
            }
        }
    }

    private void MoveOneSetAside(BusKsock ksock)
    {
        if (SetAside.TryTake(ksock, out var oldest))
        {
            Put(ksock, oldest.Message, oldest.Because);
        }
    }
}
