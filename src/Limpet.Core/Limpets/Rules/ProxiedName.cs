using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// A name whose replier is beyond the link, as far as the pair told us: what is wanted of our bus, what our bus has, and what is under way.
/// With a prefix there may be two such repliers, one under it and one not, whose names on our bus are one.
/// </summary>
internal sealed class ProxiedName(MessageName name)
{
    private bool _busy;
    private bool _freed;
    private bool _noRoom;
    private bool _withPrefix;
    private bool _withoutPrefix;

    public MessageName Name { get; } = name;

    /// <summary>Whether the replier is there.</summary>
    public bool Wanted => _withPrefix || _withoutPrefix;

    /// <summary>Whether we are bound.</summary>
    public bool Held { get; private set; }

    /// <summary>Whether somebody else on our bus holds the name.</summary>
    public bool Blocked { get; private set; }

    /// <summary>Whether it is to be tried again before long: our bus had no room for the event, or the name comes and goes too fast.</summary>
    public bool Waits { get; private set; }

    /// <summary>Whether there is nothing left to know of it.</summary>
    public bool IsOver => !Wanted && !Held && !_busy;

    /// <summary>Whether our bus may have given us a Request for it: we are bound, or that is under way.</summary>
    public bool MayBeAsked => Held || _busy;

    /// <summary>Whether a Request for it goes by the name without the prefix: one that came so wins, and what holds stays when the last is gone.</summary>
    public bool IsAskedWithoutPrefix { get; private set; }

    /// <summary>Whether a replier that came by such a name is there.</summary>
    public bool IsWanted(bool withPrefix) => withPrefix ? _withPrefix : _withoutPrefix;

    public void Want(bool withPrefix) => Set(withPrefix, wanted: true);

    public void Unwant(bool withPrefix)
    {
        Set(withPrefix, wanted: false);
        Blocked &= Wanted;
    }

    /// <summary>Somebody else on our bus has unbound the name.</summary>
    public void Free() => (Blocked, _freed) = (false, true);

    /// <summary>What is to be done now, if anything; <see cref="Done"/> must follow.</summary>
    /// <param name="mayBind">Whether the name may be bound now; asked for nothing else.</param>
    /// <param name="retry">Whether what our bus had no room for is to be tried again.</param>
    public LimpetActionKind? Next(Func<bool> mayBind, bool retry)
    {
        Waits = false;
        if (_busy || Blocked || Wanted == Held)
        {
            _noRoom = false;
            return null;
        }

        if ((_noRoom && !retry) || (Wanted && !mayBind()))
        {
            Waits = true;
            return null;
        }

        (_busy, _freed, _noRoom) = (true, false, false);
        return Wanted ? LimpetActionKind.Bind : LimpetActionKind.Unbind;
    }

    /// <summary>What came of it.</summary>
    public void Done(LimpetActionKind kind, Errno errno)
    {
        _busy = false;
        switch (errno)
        {
            case Errno.None:
                Held = kind == LimpetActionKind.Bind;
                break;
            case Errno.EAGAIN:
                _noRoom = true;
                break;
            case Errno.EADDRINUSE when kind == LimpetActionKind.Bind:
                // Whoever held it may have unbound between our trying and our hearing of it.
                Blocked = Wanted && !_freed;
                break;
            default:
                // Our bus will not have it (a name that nobody may bind), or has no such binding to remove: there is nothing to try again.
                Held = false;
                if (kind == LimpetActionKind.Bind)
                {
                    (_withPrefix, _withoutPrefix) = (false, false);
                }

                break;
        }
    }

    private void Set(bool withPrefix, bool wanted)
    {
        _withPrefix = withPrefix ? wanted : _withPrefix;
        _withoutPrefix = withPrefix ? _withoutPrefix : wanted;
        IsAskedWithoutPrefix = _withoutPrefix || (!_withPrefix && IsAskedWithoutPrefix);
    }
}
