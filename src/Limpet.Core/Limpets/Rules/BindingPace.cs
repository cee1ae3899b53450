using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// How fast each name may be bound in proxy. Where buses form a loop, the end of a replier chases its own echo round it, binding and unbinding for ever, since an
/// event does not say where it began. A name that comes and goes faster than any program makes it is left alone for a while, and the echo dies.
/// </summary>
internal sealed class BindingPace
{
    private const int MostBinds = 32;
    private const int LeastBeforeSweep = 1024;

    // A peer may choose ever new names; beyond as many as may be bound at all, they wait until some of these are forgotten.
    private const int MostNames = LimpetRulesOptions.DefaultMostBindings;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<MessageName, (TimeSpan Since, int Binds)> _names = [];
    private readonly Dictionary<MessageName, TimeSpan> _resting = [];
    private int _namesBeforeSweep = LeastBeforeSweep;
    private TimeSpan? _forgotAt;

    /// <summary>How many names it remembers.</summary>
    public int Count => _names.Count + _resting.Count;

    /// <summary>Whether the name may be bound now; counts it if so.</summary>
    public bool Allows(MessageName name, TimeSpan now)
    {
        if (_resting.TryGetValue(name, out var until))
        {
            if (now < until)
            {
                return false;
            }

            _resting.Remove(name);
        }

        if (!_names.TryGetValue(name, out var pace) || now - pace.Since >= Window)
        {
            if (_names.Count >= MostNames && !Forget(now))
            {
                return false;
            }

            pace = (now, 0);
        }

        if (pace.Binds >= MostBinds)
        {
            _names.Remove(name);
            _resting[name] = now + Rest;
            return false;
        }

        _names[name] = (pace.Since, pace.Binds + 1);
        Sweep(now);
        return true;
    }

    private void Sweep(TimeSpan now)
    {
        if (Count <= _namesBeforeSweep)
        {
            return;
        }

        Forget(now);
        foreach (var (name, until) in _resting)
        {
            if (now >= until)
            {
                _resting.Remove(name);
            }
        }

        // The next only when there are twice as many, so that each name is looked at a few times in all and not at every bind.
        _namesBeforeSweep = Math.Max(LeastBeforeSweep, 2 * Count);
    }

    // Says whether there is room now. Looked for at most once a second, since it looks at all of them.
    private bool Forget(TimeSpan now)
    {
        if (_forgotAt is { } last && now - last < Rest && _names.Count >= MostNames)
        {
            return false;
        }

        _forgotAt = now;
        foreach (var (name, pace) in _names)
        {
            if (now - pace.Since >= Window)
            {
                _names.Remove(name);
            }
        }

        return _names.Count < MostNames;
    }
}
