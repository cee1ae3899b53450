using Limpet.Load.Measuring;
using Limpet.Load.Traffic;

namespace Limpet.Load.Tests;

/// <summary>A sender that was held back does not forget what it should have sent meanwhile (coordinated omission).</summary>
public sealed class OmissionTests
{
    private const int Messages = 200;
    private const int Rate = 1000;
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Messages_count_from_when_they_were_due()
    {
        using var source = new StallingSource(Stall);
        using var job = new SendJob([source]);
        var ran = job.Run(new RunOrder(Messages, Seconds: 0, Rate));
        Assert.Equal(Messages, ran.Sent);
        Assert.Equal(Messages, source.Delays.Count);

        // All were due before the first was over, each a millisecond later than the one before.
        Assert.All(source.Delays.Index().Skip(1), sent => Assert.True(sent.Item >= Stall - TimeSpan.FromMilliseconds(sent.Index + 1), $"message {sent.Index} was sent {sent.Item} after it was due"));
        Assert.True(ran.Lateness!.Max >= 0.9 * Stall.TotalMicroseconds);
    }

    [Fact]
    public void Answers_count_from_when_their_Requests_were_due()
    {
        using var job = new AskJob(new StallingAsker(Stall), inFlight: 1);
        var ran = job.Run(new RunOrder(Messages, Seconds: 0, Rate));
        Assert.Equal(Messages, ran.Arrived!.Received);

        // Measured from when each was asked, one in two hundred would have taken long.
        Assert.True(ran.Arrived.Latency!.P50 > Stall.TotalMicroseconds / 4, ran.Arrived.ToString());
    }

    [Fact]
    public void What_comes_before_an_earlier_one_of_its_sender_is_out_of_order()
    {
        var log = new ArrivalLog();
        log.Add([new Arrival(1, 1, 0), new Arrival(2, 1, 0), new Arrival(1, 3, Clock.Now), new Arrival(1, 2, 0), new Arrival(2, 1, 0)]);
        Assert.Equal(5, log.Received);
        Assert.Equal(2, log.OutOfOrder);
        Assert.Equal(1, log.Latency.TotalCount);
    }

    private sealed class StallingSource(TimeSpan stall) : IMessageSource
    {
        public List<TimeSpan> Delays { get; } = [];

        public void Send(long stamp)
        {
            if (Delays.Count == 0)
            {
                PreciseSleep.Until(Clock.Now + (long)stall.TotalNanoseconds);
            }

            Delays.Add(TimeSpan.FromMicroseconds((Clock.Now - stamp) / 1000.0));
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class StallingAsker(TimeSpan stall) : IAsker
    {
        private readonly SemaphoreSlim _asked = new(0);
        private long _last;
        private long _answered;

        public long Ask()
        {
            _last++;
            _asked.Release();
            return _last;
        }

        public void Flush()
        {
        }

        public void Answers(List<Answer> into, CancellationToken cancellationToken)
        {
            _asked.Wait(cancellationToken);
            if (_answered == 0)
            {
                PreciseSleep.Until(Clock.Now + (long)stall.TotalNanoseconds);
            }

            into.Add(new Answer(++_answered, IsReply: true));
        }

        public void Dispose() => _asked.Dispose();
    }
}
