using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <content>The repliers of either side: those beyond, whom we stand in for, and those of our bus, whom the pair knows of (limpet.md 3 and 4).</content>
public sealed partial class LimpetRules
{
    // So many of the bindings that wait are tried at a time: a peer may have thousands of them, and make our bus full besides.
    private const int MostRetried = 256;

    private readonly BindingPace _pace = new();
    private int _bindingsWait;
    private int _proxiedBytes;

    /// <summary>Says what to do when KBUS has answered a <see cref="LimpetActionKind.Bind"/> or <see cref="LimpetActionKind.Unbind"/>.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="name">Of which name.</param>
    /// <param name="errno">What it said.</param>
    /// <param name="now">As in <see cref="FromKbus"/>.</param>
    /// <param name="actions">Where what is to be done is added.</param>
    public void BindingDone(LimpetActionKind kind, MessageName name, Errno errno, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (!_proxied.TryGetValue(name, out var proxied))
        {
            return;
        }

        Change(proxied, now, actions, p => p.Done(kind, errno));
        if (proxied.Blocked)
        {
            actions.Add(new LimpetAction(LimpetActionKind.Defer, Name: name, Errno: errno));
        }
        else if (errno is not (Errno.None or Errno.EAGAIN or Errno.EADDRINUSE))
        {
            actions.Add(new LimpetAction(LimpetActionKind.Refused, Name: name, Errno: errno));
        }
    }

    /// <summary>Tries again what waits; see <see cref="BindingsWait"/>.</summary>
    /// <param name="now">As in <see cref="FromKbus"/>.</param>
    /// <param name="actions">Where what is to be done is added.</param>
    public void RetryBindings(TimeSpan now, ICollection<LimpetAction> actions)
    {
        foreach (var proxied in _proxied.Values.Where(p => p.Waits).Take(MostRetried).ToList())
        {
            Change(proxied, now, actions, static _ => { }, retry: true);
        }
    }

    private void Proxy(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (!ReplierBindEvent.TryRead(message.Data.Span, bigEndian: false, out var bindEvent, out var fault))
        {
            throw new ArgumentException($"The message is no ReplierBindEvent: {fault}.", nameof(message));
        }

        var name = NameHere(bindEvent.Name);
        var withPrefix = name != bindEvent.Name;
        if (!_options.Import.MayPassSome(name))
        {
            actions.Add(LimpetAction.Drop(message, DropReason.NotImported));
        }
        else if (bindEvent.IsBind)
        {
            if (!_proxied.TryGetValue(name, out var proxied))
            {
                if (FullFor(name) is var (limit, most))
                {
                    actions.Add(LimpetAction.Drop(message, DropReason.TooManyBindings));
                    TellOfLimit(limit, most, now, actions);
                    return;
                }

                _proxied[name] = proxied = new ProxiedName(name);
                _proxiedBytes += name.Length;
            }

            Change(proxied, now, actions, p => p.Want(withPrefix));
        }
        else if (_proxied.TryGetValue(name, out var proxied) && proxied.IsWanted(withPrefix))
        {
            Change(proxied, now, actions, p => p.Unwant(withPrefix));
        }
        else
        {
            actions.Add(LimpetAction.Drop(message, DropReason.UnknownBinding));
        }
    }

    private (LimpetLimit Limit, int Most)? FullFor(MessageName name)
        => _proxied.Count >= _options.MostBindings ? (LimpetLimit.Bindings, _options.MostBindings)
            : _proxiedBytes + name.Length > _options.MostBindingBytes ? (LimpetLimit.BindingBytes, _options.MostBindingBytes)
            : null;

    private void TakeUpWish(MessageName name, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (_proxied.TryGetValue(name, out var proxied))
        {
            Change(proxied, now, actions, static p => p.Free());
        }
    }

    private void Change(ProxiedName proxied, TimeSpan now, ICollection<LimpetAction> actions, Action<ProxiedName> change, bool retry = false)
    {
        var waited = proxied.Waits;
        var heldBack = false;
        change(proxied);
        if (proxied.Next(MayBind, retry) is { } kind)
        {
            actions.Add(new LimpetAction(kind, Name: proxied.Name));
        }

        if (heldBack && !waited)
        {
            actions.Add(new LimpetAction(LimpetActionKind.HoldBack, Name: proxied.Name));
        }

        _bindingsWait += (proxied.Waits ? 1 : 0) - (waited ? 1 : 0);
        if (proxied.IsOver)
        {
            _proxied.Remove(proxied.Name);
            _proxiedBytes -= proxied.Name.Length;
        }

        bool MayBind()
        {
            heldBack = !_pace.Allows(proxied.Name, now);
            return !heldBack;
        }
    }

    // What the pair is not told of it is not told the end of either.
    private void Announce(KbusMessage message, ReplierBindEvent bindEvent, ICollection<LimpetAction> actions)
    {
        if (!_options.Export.MayPassSome(bindEvent.Name))
        {
            actions.Add(LimpetAction.Drop(message, DropReason.NotExported));
            return;
        }

        if (NameOnLink(bindEvent.Name) is not { } name)
        {
            actions.Add(LimpetAction.Drop(message, DropReason.NameTooLong));
            return;
        }

        if (bindEvent.IsBind)
        {
            _announced[bindEvent.Name] = bindEvent.Binder;
        }
        else
        {
            _announced.Remove(bindEvent.Name);
        }

        var data = name == bindEvent.Name ? message.Data : (bindEvent with { Name = name }).ToData(bigEndian: false);
        actions.Add(LimpetAction.SendToLink(Ours(message with { Data = data }, message.Name)));
    }

    // KBUS lost unbind events (kbus.md 6): the pair is told of each replier that we told it of and that is gone, and every wish is tried.
    private void CatchUpWithUnbinds(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        foreach (var (name, binder) in _announced.ToList())
        {
            var replier = _options.FindReplier(name);
            if (replier == 0 || replier == _options.KsockId)
            {
                var unbind = new ReplierBindEvent(IsBind: false, binder, name);
                Announce(message with { Name = MessageName.ReplierBindEvent, Data = unbind.ToData(bigEndian: false), Flags = MessageFlags.Synthetic | MessageFlags.AllOrFail }, unbind, actions);
            }
        }

        foreach (var proxied in _proxied.Values.Where(p => p.Blocked).ToList())
        {
            Change(proxied, now, actions, static p => p.Free());
        }
    }
}
