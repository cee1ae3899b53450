using Limpet.Load.Measuring;

namespace Limpet.Load.Traffic;

/// <content>At a rate: whoever waits for an answer cannot ask in time, so a second thread takes the answers.</content>
internal sealed partial class AskJob
{
    private Ran RunPaced(RunOrder order)
    {
        var gate = new object();
        var log = new AnswerLog(inFlight);
        var count = order.Messages ?? (long)(order.Seconds * order.Rate);
        var gone = false;
        var taker = new Thread(TakeAll) { IsBackground = true, Name = "answers" };
        taker.Start();
        var pace = new Pace(order.Rate);
        var first = Clock.Now;
        long sent = 0;
        for (; sent < count; sent++)
        {
            if (!pace.IsDue(sent, Clock.Now))
            {
                pace.Wait(sent);
            }

            lock (gate)
            {
                while (!log.HasRoom && !gone)
                {
                    Monitor.Wait(gate);
                }

                if (gone)
                {
                    break;
                }

                pace.Note(sent);
                log.Asked(asker.Ask(), pace.Due(sent));
                asker.Flush();
            }
        }

        taker.Join();
        return new Ran(sent, first, pace.Lateness.Summary(), log.Result());

        void TakeAll()
        {
            using var patience = new Patience();
            for (long taken = 0; taken < count; taken += _answers.Count)
            {
                _answers.Clear();
                try
                {
                    asker.Answers(_answers, patience.Token);
                }
                catch (OperationCanceledException)
                {
                    lock (gate)
                    {
                        gone = true;
                        Monitor.Pulse(gate);
                    }

                    return;
                }

                lock (gate)
                {
                    log.Add(_answers);
                    patience.Renew(log.Last);
                    Monitor.Pulse(gate);
                }
            }

            _answers.Clear();
        }
    }
}
