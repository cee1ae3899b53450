using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>The waits between attempts, and the pace of a peer.</summary>
public sealed class PacingTests
{
    [Fact]
    public void Waits_grow_from_100_ms_to_30_s_and_begin_anew_after_a_link_of_use()
    {
        var most = new Backoff(LimpetOptions.DefaultFirstRetry, LimpetOptions.DefaultLongestRetry, () => 1);
        double[] expected = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30];
        Assert.Equal(expected, expected.Select(_ => most.Next().TotalSeconds));
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Equal(30, most.Next().TotalSeconds);
        }

        most.Reset();
        Assert.Equal(0.1, most.Next().TotalSeconds);
    }

    [Fact]
    public void Chance_takes_up_to_half_of_a_wait()
    {
        var least = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), () => 0);
        Assert.Equal([0.5, 1, 2, 2], Enumerable.Range(0, 4).Select(_ => least.Next().TotalSeconds));
        var first = Enumerable.Range(0, 20).Select(_ => new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), Random.Shared.NextDouble).Next()).ToHashSet();
        Assert.True(first.Count > 1);
    }

    [Fact]
    public void A_pace_gives_a_second_of_messages_at_once_and_then_so_many_a_second()
    {
        var pace = new MessagePace(10);
        var now = TimeSpan.FromSeconds(100);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, pace.Take(now));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(100), pace.Take(now));
        Assert.Equal(TimeSpan.FromMilliseconds(200), pace.Take(now));
        Assert.Equal(TimeSpan.Zero, pace.Take(now + TimeSpan.FromSeconds(1)));
    }
}
