using HdrHistogram;
using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>
/// When messages are due at a fixed rate. What is due too often to sleep in between is due in groups, 5,000 groups a second. A sender that was held back finds
/// what was due meanwhile still due then, so that what it waited counts for all of it (coordinated omission).
/// </summary>
internal sealed class Pace
{
    private const double GroupsASecond = 5000;

    private readonly double _nanosecondsAGroup;
    private readonly long _group;
    private readonly long _started;

    public Pace(double rate)
    {
        _group = Math.Max(1, (long)Math.Ceiling(rate / GroupsASecond));
        _nanosecondsAGroup = 1e9 * _group / rate;
        _started = Clock.Now;
        PreciseSleep.Prepare();
    }

    /// <summary>How late messages were because this program was.</summary>
    public LongHistogram Lateness { get; } = Latencies.New();

    /// <summary>Whether that message is due by then.</summary>
    public bool IsDue(long message, long now) => Due(message) <= now;

    /// <summary>When that message is due.</summary>
    public long Due(long message) => _started + (long)(message / _group * _nanosecondsAGroup);

    /// <summary>Sleeps until that message is due.</summary>
    public void Wait(long message) => PreciseSleep.Until(Due(message));

    /// <summary>Notes that it is sent now.</summary>
    public void Note(long message) => Lateness.Record(Clock.Now - Due(message));
}
