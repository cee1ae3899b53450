using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>Replier Bind Events (kbus.md 6).</summary>
public sealed partial class BusDevice
{
    private static readonly MessageName UnbindEventsLost = MessageName.Parse("$.KBUS.UnbindEventsLost");

    internal Errno SetReportReplierBinds(BusKsock ksock, uint value, out uint before)
    {
        before = _reportReplierBinds ? 1u : 0u;
        var (error, on) = Switch(value, _reportReplierBinds);
        if (error == Errno.None && value == 1 && !TryQueueExisting(ksock))
        {
            return Errno.EBUSY;
        }

        _reportReplierBinds = on;
        return error;
    }

    /// <summary>Sends the event before it takes effect; where a listener is full nothing is sent, and it may not.</summary>
    private bool TryAnnounce(ReplierBindEvent bindEvent)
    {
        if (!_reportReplierBinds)
        {
            return true;
        }

        var message = ToMessage(bindEvent);
        if (GatherListeners(sender: null, message, out _) != Errno.None)
        {
            return false;
        }

        foreach (var listener in _listeners)
        {
            PutForListener(listener, message);
        }

        return true;
    }

    /// <summary>Tells of an unbind that cannot be refused: a listener that is full gets its copy later.</summary>
    private void AnnounceClosing(BusKsock ksock, MessageName name)
    {
        if (!_reportReplierBinds)
        {
            return;
        }

        var message = ToMessage(new ReplierBindEvent(IsBind: false, ksock.Id, name));
        _listeners.Clear();
        _names.AddListenersFor(message.Name, _listeners);
        _listeners.RemoveAll(listener => listener.Owner == ksock);

        // Whether a listener is full is judged before any copy is delivered, as in every send.
        var later = _listeners.FindAll(MustWait);
        _listeners.RemoveAll(MustWait);
        _listeners.ForEach(listener => PutForListener(listener, message));
        later.ForEach(listener => KeepForLater(listener, message));

        // Those that have events set aside wait too, so that each hears of unbinds in order.
        bool MustWait(Binding listener) => listener.Owner.IsFull || SetAside.CountFor(listener.Owner) > 0;
    }

    private void KeepForLater(Binding listener, KbusMessage message)
    {
        var ksock = listener.Owner;
        if (ksock.OnlyOnce && SetAside.LastIdFor(ksock) == message.Id)
        {
            return;
        }

        if (!SetAside.IsFull)
        {
            SetAside.Add(listener, message);
        }
        else if (SetAside.TellOfLoss(ksock))
        {
            SetAside.Add(listener, new KbusMessage(UnbindEventsLost) { Id = NextId(), Flags = MessageFlags.Synthetic });
        }
    }

    private bool TryQueueExisting(BusKsock ksock)
    {
        var repliers = _bindings.Where(binding => binding.Kind == BindingKind.Replier).ToList();
        if ((ulong)(ksock.Queue.Count + ksock.Awaited.Count + repliers.Count) > ksock.Maximum && repliers.Count > 0)
        {
            return false;
        }

        foreach (var replier in repliers)
        {
            Put(ksock, ToMessage(new ReplierBindEvent(IsBind: true, replier.Owner.Id, replier.Name)), because: null);
        }

        return true;
    }

    private KbusMessage ToMessage(ReplierBindEvent bindEvent) => new(MessageName.ReplierBindEvent, bindEvent.ToData(bigEndian: !BitConverter.IsLittleEndian))
    {
        Id = NextId(),
        Flags = MessageFlags.Synthetic | MessageFlags.AllOrFail,
    };
}
