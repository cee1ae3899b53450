using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>Binding and unbinding (kbus.md 4).</summary>
public sealed partial class BusDevice
{
    internal Errno Bind(BusKsock ksock, string text, BindingKind kind)
    {
        if (!MessageName.TryParse(text, out var name, out var fault))
        {
            return fault.ToErrno();
        }

        if (kind == BindingKind.Replier)
        {
            if (name == MessageName.ReplierBindEvent)
            {
                return Errno.EBADMSG;
            }

            if (_names.ExactReplier(name) is not null)
            {
                return Errno.EADDRINUSE;
            }

            if (!TryAnnounce(new ReplierBindEvent(IsBind: true, ksock.Id, name)))
            {
                return Errno.EAGAIN;
            }
        }

        var binding = new Binding(ksock, name, kind, ++_lastBinding);
        binding.Place = _bindings.AddFirst(binding);
        ksock.Bindings.Add(binding);
        _names.Add(binding);
        WaitersMayTry();
        return Errno.None;
    }

    internal Errno Unbind(BusKsock ksock, string text, BindingKind kind)
    {
        // Nobody is bound to what is no name.
        if (!MessageName.TryParse(text, out var name, out _))
        {
            return Errno.EINVAL;
        }

        var binding = kind == BindingKind.Listener ? _names.ExactListener(name, ksock) : _names.ExactReplier(name);
        if (binding is null || binding.Owner != ksock)
        {
            return Errno.EINVAL;
        }

        if (kind == BindingKind.Replier && !TryAnnounce(new ReplierBindEvent(IsBind: false, ksock.Id, name)))
        {
            return Errno.EAGAIN;
        }

        Remove(binding);
        var removed = ksock.Queue.RemoveBecauseOf(binding);
        foreach (var (message, _) in removed)
        {
            if (message.WantsYouToReply)
            {
                SendStatus("$.KBUS.Replier.Unbound", ksock.Id, message.Id, message.From);
            }
        }

        SetAside.RemoveBecauseOf(binding);
        if (removed.Count > 0)
        {
            MoveOneSetAside(ksock);
            MadeRoom(ksock);
        }

        return Errno.None;
    }

    internal Errno FindReplier(string text, out uint replier)
    {
        replier = 0;
        if (text.Length is 0 or > MessageName.MaxLength)
        {
            return Errno.ENAMETOOLONG;
        }

        if (MessageName.TryParse(text, out var name, out _))
        {
            replier = _names.ExactReplier(name)?.Owner.Id ?? 0;
        }

        return Errno.None;
    }

    private void Remove(Binding binding)
    {
        _names.Remove(binding);
        _bindings.Remove(binding.Place!);
        binding.Owner.Bindings.Remove(binding);
        WaitersMayTry();
    }
}
