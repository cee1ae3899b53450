using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Schedules.Perturbing;

namespace Limpet.Schedules.Running;

/// <summary>Some threads that each have something to do, until all have done it. Where none gets any further for half a minute they are stuck.</summary>
internal sealed class Round(int seed)
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(seed);
    private readonly List<(Participant Who, Thread Thread)> _running = [];
    private readonly ConcurrentQueue<string> _broken = new();
    private long _progress;
    private volatile bool _isEnding;

    /// <summary>Chooses what the round is like, and how its threads hesitate.</summary>
    public int Seed => seed;

    /// <summary>What must not happen.</summary>
    public IReadOnlyCollection<string> Broken => _broken;

    /// <summary>Chooses what the round is like; for the thread that sets it up.</summary>
    public Random Random => _random;

    /// <summary>Whether the bus is about to go away under everybody's hands.</summary>
    public bool IsEnding
    {
        get => _isEnding;
        set => _isEnding = value;
    }

    /// <summary>Whether links between buses are cut: then announcements may be lost, and whoever asked may be gone.</summary>
    public bool LinksBreak { get; set; }

    public void Advance() => Interlocked.Increment(ref _progress);

    public void Break(string what) => _broken.Enqueue(what);

    /// <summary>Has a thread do something. A bus that is gone ends it where the round is ending.</summary>
    public void Start(string name, Action<Participant> work)
    {
        lock (_running)
        {
            var participant = new Participant(this, name, new Random(_random.Next()));
            var thread = new Thread(() => Do(participant, work)) { IsBackground = true, Name = name };
            thread.Start();
            _running.Add((participant, thread));
        }
    }

    /// <summary>Waits until all are done.</summary>
    /// <exception cref="StuckException">Nobody gets any further.</exception>
    public void Join()
    {
        var (last, since, whole) = (0L, Stopwatch.StartNew(), Stopwatch.StartNew());
        while (AnyRuns() is { } thread)
        {
            thread.Join(Look);
            var now = Interlocked.Read(ref _progress);
            if (now != last)
            {
                last = now;
                since.Restart();
            }
            else if (since.Elapsed > StuckAfter)
            {
                throw new StuckException(Describe($"nobody got any further for {StuckAfter.TotalSeconds} s"));
            }

            // Some go on until others have done their part, and would do so for ever.
            if (whole.Elapsed > Longest)
            {
                throw new StuckException(Describe($"the round is not over after {Longest.TotalSeconds} s"));
            }
        }
    }

    private Thread? AnyRuns()
    {
        lock (_running)
        {
            _running.RemoveAll(one => !one.Thread.IsAlive);
            return _running.Count > 0 ? _running[0].Thread : null;
        }
    }

    private void Do(Participant participant, Action<Participant> work)
    {
        try
        {
            work(participant);
        }
        catch (Exception e) when (IsEnding && (e is ObjectDisposedException or KbusException { Errno: Errno.ENODEV or Errno.EBADF }))
        {
            // The bus is gone, and says so.
        }
        catch (Exception e)
        {
            Break($"{participant.Name}, which {participant.Doing}: {e}");
        }

        Advance();
    }

    private string Describe(string what)
    {
        var text = new StringBuilder(what).AppendLine(":");
        lock (_running)
        {
            foreach (var (who, thread) in _running)
            {
                text.AppendLine($"  {who.Name}: {who.Doing} ({thread.ThreadState})");
            }
        }

        return text.AppendLine("where the threads came by last:").Append(Perturbation.Describe()).ToString();
    }
}
