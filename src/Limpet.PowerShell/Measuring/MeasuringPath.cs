using System.Diagnostics;

using HdrHistogram;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Measuring;

/// <summary>
/// The way that measured messages take: a Ksock that sends, and one that receives on the same bus or beyond a link, under a name that nobody else has.
/// </summary>
internal abstract class MeasuringPath : IDisposable
{
    /// <summary>Messages under way at once: enough to keep a link busy, and far below what any queue on the way holds.</summary>
    protected const int Window = 512;

    // For what comes back, or waits to be received.
    private const uint Room = 4 * Window;

    // Latencies up to a minute, to three digits.
    private const long LongestNanoseconds = 60_000_000_000;
    private const int Digits = 3;

    private protected MeasuringPath(IKsock sender, IKsock receiver, int size)
    {
        Sender = sender;
        Receiver = receiver;
        Size = size;
        Name = MessageName.Parse($"$.Limpet.Measure.{Guid.NewGuid():N}");
        Data = new byte[size];
        sender.MaxMessages(Room);
        receiver.MaxMessages(Room);
    }

    /// <summary>The bus that is sent on.</summary>
    public int Kbus => Sender.Device;

    /// <summary>The bus that is received on.</summary>
    public int To => Receiver.Device;

    /// <summary>Bytes of data in each message.</summary>
    public int Size { get; }

    /// <summary>The name of the messages.</summary>
    public MessageName Name { get; }

    /// <summary>Announcement or Request.</summary>
    public abstract MessageKind Kind { get; }

    protected IKsock Sender { get; }

    protected IKsock Receiver { get; }

    protected ReadOnlyMemory<byte> Data { get; }

    /// <summary>Has one message go all the way, waiting for a link to be ready for it.</summary>
    /// <exception cref="OperationCanceledException">It did not before it was cancelled.</exception>
    public abstract void Probe(CancellationToken cancellationToken);

    /// <summary>Measures how long messages take, one after the other.</summary>
    /// <param name="quota">How many.</param>
    /// <param name="progress">Told how much is done, from 0 to 1.</param>
    /// <param name="patience">How long one may take at the most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Nanoseconds.</returns>
    /// <exception cref="TimeoutException">One took longer.</exception>
    public LongHistogram MeasureLatency(Quota quota, Action<double> progress, TimeSpan patience, CancellationToken cancellationToken)
    {
        var latencies = new LongHistogram(LongestNanoseconds, Digits);
        var began = Stopwatch.GetTimestamp();
        for (var count = 0L; !quota.IsDone(count, began);)
        {
            // One limit for many, as making one costs as much as a message.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(patience);
            try
            {
                for (var i = 0; i < Window && !quota.IsDone(count, began); i++, count++)
                {
                    var sent = Stopwatch.GetTimestamp();
                    GoOnce(limit.Token);
                    latencies.RecordValue(Math.Min((long)Stopwatch.GetElapsedTime(sent).TotalNanoseconds, LongestNanoseconds));
                }
            }
            catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"A message sent on bus {Kbus} did not come out on bus {To} within {patience.TotalSeconds} seconds.", late);
            }

            progress(quota.Done(count, began));
        }

        return latencies;
    }

    /// <summary>Measures how many messages go in a time, with many under way.</summary>
    /// <param name="quota">How many.</param>
    /// <param name="progress">Told how much is done, from 0 to 1.</param>
    /// <param name="patience">How long to wait for what has not arrived.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Throughput MeasureThroughput(Quota quota, Action<double> progress, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Closes both Ksocks.</summary>
    public virtual void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }

    /// <summary>Sends one message and waits until it has gone all the way.</summary>
    protected abstract void GoOnce(CancellationToken cancellationToken);
}
