using System.Diagnostics;

namespace Limpet.PowerShell.Measuring;

/// <summary>Counts what arrives, and wakes who waits for it.</summary>
internal sealed class Arrivals
{
    private readonly object _gate = new();
    private long _count;
    private long _last;
    private long _awaited = long.MaxValue;

    /// <summary>How many have arrived.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>When the last did, as a time stamp of <see cref="Stopwatch"/>; 0 before.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>More have.</summary>
    public void Add(int count)
    {
        Interlocked.Exchange(ref _last, Stopwatch.GetTimestamp());
        if (Interlocked.Add(ref _count, count) > Interlocked.Read(ref _awaited))
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits until more than so many have, and says whether they have within the time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public bool WaitFor(long count, TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Interlocked.Exchange(ref _awaited, count);
            if (Count <= count)
            {
                Monitor.Wait(_gate, time);
            }

            Interlocked.Exchange(ref _awaited, long.MaxValue);
            return Count > count;
        }
    }
}
