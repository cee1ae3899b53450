using System.Diagnostics;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Measuring;

/// <summary>Requests, from being sent to having the Reply, which has no data. A replier of its own answers them.</summary>
internal sealed class RequestPath : MeasuringPath
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly KbusMessage _request;
    private readonly List<KbusMessage> _answers = new(Window);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _replying;

    public RequestPath(IKsock sender, IKsock receiver, int size)
        : base(sender, receiver, size)
    {
        _request = new KbusMessage(Name, Data) { Flags = MessageFlags.WantAReply };
        receiver.Bind(Name.Value, BindingKind.Replier);
        _replying = Task.Factory.StartNew(Reply, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override MessageKind Kind => MessageKind.Request;

    public override void Probe(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                GoOnce(cancellationToken);
                return;
            }
            catch (KbusException refusal) when (refusal.Errno == Errno.EADDRNOTAVAIL)
            {
                // The Limpet on this side binds the name in proxy once it hears of it, and tells nobody who is not bound to hear that.
                cancellationToken.WaitHandle.WaitOne(s_pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public override Throughput MeasureThroughput(Quota quota, Action<double> progress, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var (sent, answered) = (0L, 0L);
        while (!quota.IsDone(sent, began) || answered < sent)
        {
            while (sent - answered < Window && !quota.IsDone(sent, began))
            {
                Sender.Send(_request, cancellationToken);
                sent++;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(patience);
            try
            {
                _answers.Clear();
                Sender.Receive(_answers, Window, limit.Token);
                _answers.ForEach(Check);
                answered += _answers.Count;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                break;
            }

            progress(quota.Done(answered, began));
        }

        return new Throughput(answered, sent - answered, Stopwatch.GetElapsedTime(began));
    }

    public override void Dispose()
    {
        _ending.Cancel();
        ((IAsyncResult)_replying).AsyncWaitHandle.WaitOne();
        base.Dispose();
        _ending.Dispose();
    }

    protected override void GoOnce(CancellationToken cancellationToken)
    {
        Sender.Send(_request, cancellationToken);
        _answers.Clear();
        Sender.Receive(_answers, 1, cancellationToken);
        Check(_answers[0]);
    }

    private void Check(KbusMessage answer)
    {
        if (answer.Kind == MessageKind.Status)
        {
            throw new InvalidOperationException($"A Request sent on bus {Kbus} got no Reply from bus {To}, but {answer.Name}.", _replying.Exception?.InnerException);
        }
    }

    private void Reply()
    {
        var requests = new List<KbusMessage>(Window);
        while (!_ending.IsCancellationRequested)
        {
            requests.Clear();
            try
            {
                Receiver.Receive(requests, Window, _ending.Token);
                requests.ForEach(request => Receiver.Send(KbusMessage.ReplyTo(request), _ending.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
