using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>Sends messages by turns from some sources.</summary>
/// <param name="sources">At least one.</param>
internal sealed class SendJob(IReadOnlyList<IMessageSource> sources) : IActiveJob
{
    // With no rate, one message in so many says when it was sent: a clock and fresh data for each would be a cost of the load generator's own.
    private const int StampEvery = 64;

    public Ran Run(RunOrder order) => order.Rate > 0 ? RunPaced(order) : RunFreely(order);

    public void Dispose()
    {
        foreach (var source in sources)
        {
            source.Dispose();
        }
    }

    private Ran RunFreely(RunOrder order)
    {
        var first = Clock.Now;
        var until = first + (long)(order.Seconds * 1e9);
        var count = order.Messages ?? long.MaxValue;
        long sent = 0;
        for (; sent < count; sent++)
        {
            var stamp = 0L;
            if (sent % StampEvery == 0)
            {
                stamp = Clock.Now;
                if (order.Messages is null && stamp >= until)
                {
                    break;
                }
            }

            sources[(int)(sent % sources.Count)].Send(stamp);
        }

        Flush();
        return new Ran(sent, first, Lateness: null);
    }

    private Ran RunPaced(RunOrder order)
    {
        var count = order.Messages ?? (long)(order.Seconds * order.Rate);
        var pace = new Pace(order.Rate);
        var first = Clock.Now;
        for (long i = 0; i < count; i++)
        {
            if (!pace.IsDue(i, Clock.Now))
            {
                Flush();
                pace.Wait(i);
            }

            pace.Note(i);
            sources[(int)(i % sources.Count)].Send(pace.Due(i));
        }

        Flush();
        return new Ran(count, first, pace.Lateness.Summary());
    }

    private void Flush()
    {
        foreach (var source in sources)
        {
            source.Flush();
        }
    }
}
