using System.Runtime.InteropServices;
using HdrHistogram;
using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>Counts what one listener hears. Not for several threads at once.</summary>
internal sealed class ArrivalLog
{
    private readonly Dictionary<uint, long> _last = [];

    public LongHistogram Latency { get; } = Latencies.New();

    public long Received { get; private set; }

    public long OutOfOrder { get; private set; }

    /// <summary>When the last came.</summary>
    public long Last { get; private set; }

    public void Add(List<Arrival> arrivals)
    {
        Last = Clock.Now;
        foreach (var arrival in arrivals)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, arrival.Sender, out var known);
            if (known && arrival.Sequence <= last)
            {
                OutOfOrder++;
            }

            last = arrival.Sequence;
            if (arrival.Stamp != 0)
            {
                Latency.Record(Last - arrival.Stamp);
            }
        }

        Received += arrivals.Count;
    }

    /// <summary>Counts anew; the order goes on.</summary>
    public void Reset()
    {
        Latency.Reset();
        (Received, OutOfOrder, Last) = (0, 0, 0);
    }
}
