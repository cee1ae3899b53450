using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <summary>Asks Requests, some unanswered at a time: as fast as they are answered on one thread, or at a rate on two.</summary>
/// <param name="asker">What asks.</param>
/// <param name="inFlight">How many may be unanswered.</param>
internal sealed partial class AskJob(IAsker asker, int inFlight) : IActiveJob
{
    private readonly List<Answer> _answers = [];

    public Ran Run(RunOrder order) => order.Rate > 0 ? RunPaced(order) : RunFreely(order);

    public void Dispose() => asker.Dispose();

    private Ran RunFreely(RunOrder order)
    {
        using var patience = new Patience();
        var log = new AnswerLog(inFlight);
        var first = Clock.Now;
        var until = first + (long)(order.Seconds * 1e9);
        var count = order.Messages ?? long.MaxValue;
        long sent = 0;
        for (; sent < count; sent++)
        {
            if (!log.HasRoom && !Take(log, patience))
            {
                break;
            }

            var now = Clock.Now;
            if (order.Messages is null && now >= until)
            {
                break;
            }

            log.Asked(asker.Ask(), now);
        }

        while (log.Unanswered > 0 && Take(log, patience))
        {
        }

        return new Ran(sent, first, Lateness: null, log.Result());
    }

    private bool Take(AnswerLog log, Patience patience)
    {
        try
        {
            asker.Flush();
            asker.Answers(_answers, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        log.Add(_answers);
        _answers.Clear();
        patience.Renew(log.Last);
        return true;
    }
}
