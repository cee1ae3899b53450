namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// The threads that sleep on one Ksock, each on something of its own: of those who share a semaphore one may be woken, find that it was not meant, and take the
/// waking of the next one when it falls asleep again.
/// </summary>
internal sealed class Sleepers
{
    private readonly Lock _gate = new();
    private readonly List<Sleeper> _asleep = [];

    // Each takes a descriptor, and is used again.
    private readonly Stack<Sleeper> _idle = new();
    private int _count;
    private bool _closed;

    /// <summary>Somebody is about to sleep: whoever has news from now on wakes it. To be looked for news once more after this.</summary>
    public Sleeper Add()
    {
        lock (_gate)
        {
            var sleeper = _idle.TryPop(out var idle) ? idle : new Sleeper();
            _asleep.Add(sleeper);
            Interlocked.Increment(ref _count);
            return sleeper;
        }
    }

    /// <summary>It is awake, or never slept.</summary>
    public void Remove(Sleeper sleeper)
    {
        lock (_gate)
        {
            _asleep.Remove(sleeper);
            if (_closed)
            {
                sleeper.Dispose();
            }
            else
            {
                _idle.Push(sleeper);
            }

            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Wakes all.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        Sleeper? first;
        Sleeper[] others;
        lock (_gate)
        {
            first = _asleep.Count > 0 ? _asleep[0] : null;
            others = _asleep.Count > 1 ? [.. _asleep[1..]] : [];
        }

        // Outside the lock, which whoever wakes wants at once.
        first?.Wake();
        foreach (var other in others)
        {
            other.Wake();
        }
    }

    /// <summary>Frees all, once nobody sleeps any more. All have been woken, and those who come will find news.</summary>
    public void Close()
    {
        SpinWait.SpinUntil(() => Volatile.Read(ref _count) == 0);
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var idle))
            {
                idle.Dispose();
            }
        }
    }
}
