using HdrHistogram;
using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>Knows which Requests are unanswered, and how long the answers took. Not for several threads at once.</summary>
/// <param name="inFlight">How many may be unanswered.</param>
internal sealed class AnswerLog(int inFlight)
{
    private readonly Dictionary<long, long> _asked = new(inFlight);
    private readonly LongHistogram _latency = Latencies.New();
    private long _received;
    private long _refused;

    /// <summary>Requests without an answer.</summary>
    public int Unanswered => _asked.Count;

    /// <summary>Whether one more may be asked.</summary>
    public bool HasRoom => _asked.Count < inFlight;

    /// <summary>When the last answer came.</summary>
    public long Last { get; private set; } = Clock.Now;

    public void Asked(long request, long stamp) => _asked.Add(request, stamp);

    public void Add(List<Answer> answers)
    {
        Last = Clock.Now;
        foreach (var answer in answers)
        {
            if (!_asked.Remove(answer.Request, out var asked))
            {
                throw new InvalidOperationException($"An answer came to {answer.Request}, which was not asked or had one.");
            }

            if (answer.IsReply)
            {
                _received++;
                _latency.Record(Last - asked);
            }
            else
            {
                _refused++;
            }
        }
    }

    public Arrived Result() => new(_received, _refused, Last, _latency.Summary());
}
