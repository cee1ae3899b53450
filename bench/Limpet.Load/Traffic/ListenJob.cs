using HdrHistogram;
using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>Listens with some sinks, a thread each.</summary>
internal sealed class ListenJob : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<(IMessageSink Sink, ArrivalLog Log, Thread Thread)> _listeners = [];
    private long _expected = long.MaxValue;
    private Exception? _failure;

    public ListenJob(IEnumerable<IMessageSink> sinks)
    {
        foreach (var sink in sinks)
        {
            var log = new ArrivalLog();
            _listeners.Add((sink, log, new Thread(() => Listen(sink, log)) { IsBackground = true, Name = "listener" }));
        }

        _listeners.ForEach(listener => listener.Thread.Start());
    }

    private long Received => _listeners.Sum(listener => listener.Log.Received);

    /// <summary>Counts anew.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _expected = long.MaxValue;
            _listeners.ForEach(listener => listener.Log.Reset());
        }
    }

    /// <summary>Waits until so many have come in all, or none has for long.</summary>
    public Arrived Expect(long count)
    {
        lock (_gate)
        {
            _expected = count;
            var (seen, since) = (Received, Clock.Now);
            while (Received < count && _failure is null && Clock.Seconds(since, Clock.Now) < Silence.TotalSeconds)
            {
                Monitor.Wait(_gate, LookAgain);
                if (Received != seen)
                {
                    (seen, since) = (Received, Clock.Now);
                }
            }

            if (_failure is not null)
            {
                throw new InvalidOperationException($"A listener failed: {_failure.Message}", _failure);
            }

            HistogramBase latency = Latencies.New();
            _listeners.ForEach(listener => latency.Add(listener.Log.Latency));
            return new Arrived(Received, _listeners.Sum(listener => listener.Log.OutOfOrder), _listeners.Max(listener => listener.Log.Last), latency.Summary());
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        foreach (var (sink, _, thread) in _listeners)
        {
            thread.Join();
            sink.Dispose();
        }

        _ended.Dispose();
    }

    private void Listen(IMessageSink sink, ArrivalLog log)
    {
        var arrivals = new List<Arrival>();
        try
        {
            while (true)
            {
                sink.Receive(arrivals, _ended.Token);
                lock (_gate)
                {
                    log.Add(arrivals);
                    if (_expected != long.MaxValue && Received >= _expected)
                    {
                        Monitor.PulseAll(_gate);
                    }
                }

                arrivals.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
        catch (Exception e) when (!_ended.IsCancellationRequested)
        {
            lock (_gate)
            {
                _failure = e;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
