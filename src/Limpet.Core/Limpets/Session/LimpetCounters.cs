using Limpet.Core.Limpets.Rules;

namespace Limpet.Core.Limpets.Session;

/// <summary>What a Limpet has done so far. The numbers are read one by one, while they move.</summary>
public sealed class LimpetCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private long _in;
    private long _out;
    private long _refused;
    private long _undelivered;
    private int _requests;

    /// <summary>Messages that came over the link.</summary>
    public long In => Volatile.Read(ref _in);

    /// <summary>Messages that went over the link.</summary>
    public long Out => Volatile.Read(ref _out);

    /// <summary>Requests that went over the link and whose answers have not come.</summary>
    public int RequestsOutstanding => Volatile.Read(ref _requests);

    /// <summary>Messages and bindings that KBUS refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Messages that were for the other Limpet and not sent when a link ended. The Requests among them were answered, since closing a Ksock does that.</summary>
    public long Undelivered => Volatile.Read(ref _undelivered);

    /// <summary>Messages that went no further, whatever for.</summary>
    public long DroppedInAll
    {
        get
        {
            var all = 0L;
            for (var i = 0; i < _dropped.Length; i++)
            {
                all += Volatile.Read(ref _dropped[i]);
            }

            return all;
        }
    }

    /// <summary>Messages that came back round a loop of buses.</summary>
    public long Loops => Dropped(DropReason.Loop);

    /// <summary>Messages that went no further for that reason.</summary>
    public long Dropped(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    /// <summary>The reasons for which messages went no further, and how many did.</summary>
    public IReadOnlyDictionary<DropReason, long> DroppedByReason()
        => Enum.GetValues<DropReason>().Where(r => Dropped(r) != 0).ToDictionary(r => r, Dropped);

    internal void CountIn(int count) => Interlocked.Add(ref _in, count);

    internal void CountOut(int count) => Interlocked.Add(ref _out, count);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountUndelivered(long count) => Interlocked.Add(ref _undelivered, count);

    internal void CountDropped(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    /// <summary>Adds what another has counted; its outstanding Requests only where it still runs.</summary>
    internal void Add(LimpetCounters other, bool running)
    {
        Interlocked.Add(ref _in, other.In);
        Interlocked.Add(ref _out, other.Out);
        Interlocked.Add(ref _refused, other.Refused);
        Interlocked.Add(ref _undelivered, other.Undelivered);
        Interlocked.Add(ref _requests, running ? other.RequestsOutstanding : 0);
        for (var i = 0; i < _dropped.Length; i++)
        {
            Interlocked.Add(ref _dropped[i], Volatile.Read(ref other._dropped[i]));
        }
    }

    internal void SetRequests(int count) => Volatile.Write(ref _requests, count);
}
