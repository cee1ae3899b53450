using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Model;

/// <summary>kbus.md 6, Replier Bind Events.</summary>
internal sealed partial class NaiveBus
{
    private const string EventName = "$.KBUS.ReplierBindEvent";

    private const string LostName = "$.KBUS.UnbindEventsLost";

    /// <summary>Oldest first, of all Ksocks.</summary>
    private readonly List<(NaiveKsock Ksock, KbusMessage Message, NaiveBinding Cause)> _setAside = [];

    /// <summary>REPORTREPLIERBINDS.</summary>
    public Errno ReportReplierBinds(NaiveKsock ksock, uint value, out uint before)
    {
        before = _report;
        if (ksock.IsClosed)
        {
            return Errno.EBADF;
        }

        if (value is not (0 or 1 or Ask))
        {
            return Errno.EINVAL;
        }

        if (value == 1)
        {
            var repliers = _bindings.FindAll(b => b.Kind == BindingKind.Replier);
            if (repliers.Count > 0 && ksock.Queue.Count + ksock.Awaited.Count + repliers.Count > ksock.MaxMessages)
            {
                return Errno.EBUSY;
            }

            foreach (var replier in repliers)
            {
                Put(ksock, BindEvent(isBind: true, replier.Ksock, replier.Name), cause: null);
            }
        }

        _report = value == Ask ? _report : value;
        return Errno.None;
    }

    /// <summary>Whether the bind or unbind may take effect.</summary>
    private bool AnnounceReplier(bool isBind, NaiveKsock binder, string name)
    {
        if (_report == 0)
        {
            return true;
        }

        var message = BindEvent(isBind, binder, name);
        var listeners = EventListeners();
        if (listeners.Exists(listener => listener.Ksock.IsFull))
        {
            return false;
        }

        listeners.ForEach(listener => PutListenerCopy(listener, message));
        return true;
    }

    /// <summary>The unbind event of a Ksock that closes, which cannot fail.</summary>
    private void AnnounceLostReplier(NaiveKsock closing, string name)
    {
        if (_report == 0)
        {
            return;
        }

        var message = BindEvent(isBind: false, closing, name);
        var listeners = EventListeners().FindAll(listener => listener.Ksock != closing);
        var cannotTakeIt = listeners.Select(listener => listener.Ksock).Where(ksock => ksock.IsFull || SetAsideOf(ksock).Count > 0).ToHashSet();
        foreach (var listener in listeners)
        {
            if (cannotTakeIt.Contains(listener.Ksock))
            {
                SetAside(listener, message);
            }
            else
            {
                PutListenerCopy(listener, message);
            }
        }
    }

    private void SetAside(NaiveBinding listener, KbusMessage message)
    {
        var ksock = listener.Ksock;
        if (ksock.OnlyOnce && SetAsideOf(ksock) is [.., var last] && last.Id == message.Id)
        {
            return;
        }

        if (_setAside.Count < setAsideLimit)
        {
            _setAside.Add((ksock, message, listener));
        }
        else if (!ksock.WasToldOfLoss)
        {
            ksock.WasToldOfLoss = true;
            var lost = new KbusMessage(MessageName.Parse(LostName)) { Id = new MessageId(0, NextSerial()), Flags = MessageFlags.Synthetic };
            _setAside.Add((ksock, lost, listener));
        }
    }

    private List<KbusMessage> SetAsideOf(NaiveKsock ksock) => [.. _setAside.Where(entry => entry.Ksock == ksock).Select(entry => entry.Message)];

    private void MoveOneSetAside(NaiveKsock ksock)
    {
        var index = _setAside.FindIndex(entry => entry.Ksock == ksock);
        if (index >= 0)
        {
            var (_, message, cause) = _setAside[index];
            _setAside.RemoveAt(index);
            ForgetLossWhenEmpty();
            Put(ksock, message, cause);
        }
    }

    private void DropSetAside(Predicate<(NaiveKsock Ksock, KbusMessage Message, NaiveBinding Cause)> which)
    {
        _setAside.RemoveAll(which);
        ForgetLossWhenEmpty();
    }

    private void ForgetLossWhenEmpty()
    {
        if (_setAside.Count == 0)
        {
            _ksocks.ForEach(ksock => ksock.WasToldOfLoss = false);
        }
    }

    private List<NaiveBinding> EventListeners() => _bindings.FindAll(b => b.Kind == BindingKind.Listener && b.Matches(EventName));

    private KbusMessage BindEvent(bool isBind, NaiveKsock binder, string name)
    {
        byte[] data =
        [
            .. BitConverter.GetBytes(isBind ? 1u : 0u), .. BitConverter.GetBytes(binder.Id), .. BitConverter.GetBytes((uint)name.Length),
            .. System.Text.Encoding.ASCII.GetBytes(name), .. new byte[4 - (name.Length % 4)],
        ];
        return new KbusMessage(MessageName.Parse(EventName), data)
        {
            Id = new MessageId(0, NextSerial()), Flags = MessageFlags.Synthetic | MessageFlags.AllOrFail,
        };
    }
}
