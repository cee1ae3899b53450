using Limpet.Core.Limpets.Events;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>What a Limpet told of, to be waited for.</summary>
internal sealed class EventLog
{
    private readonly List<LimpetEvent> _events = [];

    public void Add(LimpetEvent e)
    {
        lock (_events)
        {
            _events.Add(e);
            Monitor.PulseAll(_events);
        }
    }

    /// <summary>Waits for an event of that type and takes it out.</summary>
    public T Expect<T>(Func<T, bool>? which = null)
        where T : LimpetEvent
    {
        var deadline = Environment.TickCount64 + (long)Junction.Patience.TotalMilliseconds;
        lock (_events)
        {
            while (true)
            {
                var index = _events.FindIndex(e => e is T typed && (which is null || which(typed)));
                if (index >= 0)
                {
                    var found = (T)_events[index];
                    _events.RemoveAt(index);
                    return found;
                }

                var left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_events, (int)left))
                {
                    Assert.Fail($"No {typeof(T).Name} came in {Junction.Patience.TotalSeconds} s; there were: {string.Join("; ", _events)}");
                }
            }
        }
    }

    /// <summary>Those of that type that were not taken out.</summary>
    public IReadOnlyList<T> All<T>()
        where T : LimpetEvent
    {
        lock (_events)
        {
            return [.. _events.OfType<T>()];
        }
    }

    public int Count<T>()
        where T : LimpetEvent
    {
        lock (_events)
        {
            return _events.Count(e => e is T);
        }
    }
}
