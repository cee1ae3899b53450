namespace Limpet.Load.Mqtt;

/// <summary>What a client's callback puts in, and another thread waits for.</summary>
internal sealed class Inbox<T>
{
    private readonly object _gate = new();
    private readonly List<T> _items = [];

    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            if (_items.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Waits for one, and takes all there are.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public void Take(List<T> into, CancellationToken cancellationToken)
    {
        using var waking = cancellationToken.UnsafeRegister(
            static gate =>
            {
                lock (gate!)
                {
                    Monitor.PulseAll(gate);
                }
            },
            _gate);
        lock (_gate)
        {
            while (_items.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            into.AddRange(_items);
            _items.Clear();
        }
    }
}
