using System.Diagnostics;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Measuring;

/// <summary>Announcements, from being sent to being received.</summary>
internal sealed class AnnouncementPath : MeasuringPath
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);

    private readonly KbusMessage _message;
    private readonly List<KbusMessage> _received = new(Window);

    public AnnouncementPath(IKsock sender, IKsock receiver, int size)
        : base(sender, receiver, size)
    {
        _message = new KbusMessage(Name, Data);
        receiver.Bind(Name.Value, BindingKind.Listener);
    }

    public override MessageKind Kind => MessageKind.Announcement;

    public override void Probe(CancellationToken cancellationToken) => GoOnce(cancellationToken);

    public override Throughput MeasureThroughput(Quota quota, Action<double> progress, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrivals = new Arrivals();
        var receiving = Task.Factory.StartNew(() => ReceiveAll(arrivals, ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var began = Stopwatch.GetTimestamp();
        var sent = 0L;
        try
        {
            while (!quota.IsDone(sent, began))
            {
                if (sent - arrivals.Count < Window)
                {
                    Sender.Send(_message, cancellationToken);
                    sent++;
                    if (sent % Window == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        progress(quota.Done(sent, began));
                    }
                }
                else if (!WaitForRoom(arrivals, receiving, sent - Window, () => progress(quota.Done(sent, began)), patience, cancellationToken))
                {
                    break;
                }
            }

            WaitForRoom(arrivals, receiving, sent - 1, () => progress(1), patience, cancellationToken);
        }
        finally
        {
            ending.Cancel();
            ((IAsyncResult)receiving).AsyncWaitHandle.WaitOne();
        }

        receiving.GetAwaiter().GetResult();
        return new Throughput(arrivals.Count, sent - arrivals.Count, Stopwatch.GetElapsedTime(began, Math.Max(began, arrivals.Last)));
    }

    protected override void GoOnce(CancellationToken cancellationToken)
    {
        Sender.Send(_message, cancellationToken);
        _received.Clear();
        Receiver.Receive(_received, 1, cancellationToken);
    }

    // Until more than so many have arrived; false where none does for that long.
    private static bool WaitForRoom(Arrivals arrivals, Task receiving, long count, Action tick, TimeSpan patience, CancellationToken cancellationToken)
    {
        var last = arrivals.Count;
        var since = Stopwatch.GetTimestamp();
        while (arrivals.Count <= count)
        {
            if (receiving.IsFaulted)
            {
                return false;
            }

            if (!arrivals.WaitFor(count, s_tick, cancellationToken))
            {
                tick();
            }

            if (arrivals.Count != last)
            {
                last = arrivals.Count;
                since = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(since) > patience)
            {
                return false;
            }
        }

        return true;
    }

    private void ReceiveAll(Arrivals arrivals, CancellationToken cancellationToken)
    {
        var batch = new List<KbusMessage>(Window);
        while (!cancellationToken.IsCancellationRequested)
        {
            batch.Clear();
            try
            {
                Receiver.Receive(batch, Window, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            arrivals.Add(batch.Count);
        }
    }
}
