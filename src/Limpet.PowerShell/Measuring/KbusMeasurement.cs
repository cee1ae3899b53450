using HdrHistogram;

namespace Limpet.PowerShell.Measuring;

/// <summary>What Measure-Kbus found: how many messages a second a bus or a link carries, and how long one takes where it is alone.</summary>
public sealed class KbusMeasurement
{
    private const double NanosecondsPerMicrosecond = 1000;

    internal KbusMeasurement(MeasuringPath path, LongHistogram latencies, Throughput throughput)
    {
        Kbus = path.Kbus;
        To = path.To;
        Kind = path.Kind;
        Size = path.Size;
        Count = throughput.Count;
        Lost = throughput.Lost;
        Duration = throughput.Duration;
        Samples = latencies.TotalCount;
        MinMicroseconds = latencies.GetValueAtPercentile(0) / NanosecondsPerMicrosecond;
        MeanMicroseconds = latencies.GetMean() / NanosecondsPerMicrosecond;
        P50Microseconds = latencies.GetValueAtPercentile(50) / NanosecondsPerMicrosecond;
        P90Microseconds = latencies.GetValueAtPercentile(90) / NanosecondsPerMicrosecond;
        P99Microseconds = latencies.GetValueAtPercentile(99) / NanosecondsPerMicrosecond;
        P999Microseconds = latencies.GetValueAtPercentile(99.9) / NanosecondsPerMicrosecond;
        MaxMicroseconds = latencies.GetMaxValue() / NanosecondsPerMicrosecond;
    }

    /// <summary>The number of the bus that was sent on.</summary>
    public int Kbus { get; }

    /// <summary>The number of the bus that was received on: the same, or the one at the other end of a link.</summary>
    public int To { get; }

    /// <summary>Announcement: from sending to receiving; or Request: from sending to having the Reply.</summary>
    public Core.Messages.MessageKind Kind { get; }

    /// <summary>Bytes of data in each message.</summary>
    public int Size { get; }

    /// <summary>Messages that arrived while throughput was measured.</summary>
    public long Count { get; }

    /// <summary>Messages that were sent and did not arrive.</summary>
    public long Lost { get; }

    /// <summary>How long these took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Messages a second, with many under way.</summary>
    public double MessagesPerSecond => Duration > TimeSpan.Zero ? Count / Duration.TotalSeconds : 0;

    /// <summary>Bytes of data a second, with many messages under way.</summary>
    public double BytesPerSecond => MessagesPerSecond * Size;

    /// <summary>Messages whose latency was measured, one after the other.</summary>
    public long Samples { get; }

    /// <summary>The shortest latency, in microseconds.</summary>
    public double MinMicroseconds { get; }

    /// <summary>The mean latency, in microseconds.</summary>
    public double MeanMicroseconds { get; }

    /// <summary>The median latency, in microseconds.</summary>
    public double P50Microseconds { get; }

    /// <summary>The latency that 90 of 100 messages do not exceed, in microseconds.</summary>
    public double P90Microseconds { get; }

    /// <summary>The latency that 99 of 100 messages do not exceed, in microseconds.</summary>
    public double P99Microseconds { get; }

    /// <summary>The latency that 999 of 1000 messages do not exceed, in microseconds.</summary>
    public double P999Microseconds { get; }

    /// <summary>The longest latency, in microseconds.</summary>
    public double MaxMicroseconds { get; }

    /// <summary>The measurement in one line.</summary>
    public override string ToString()
        => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"bus {Kbus} to {To}, {Kind}s of {Size} bytes: {MessagesPerSecond:N0} a second, median {P50Microseconds:N1} µs, 99 % within {P99Microseconds:N1} µs");
}
