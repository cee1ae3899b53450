using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Tests.Limpets.Endpoints;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void It_runs_down_to_zero_and_no_further()
    {
        var deadline = new Deadline(Hour);
        Assert.Equal(Hour, deadline.Timeout);
        Assert.InRange(deadline.Left, Hour - TimeSpan.FromMinutes(1), Hour);
        var first = deadline.Left;
        Assert.True(SpinWait.SpinUntil(() => deadline.Left < first, TimeSpan.FromSeconds(30)));

        var over = new Deadline(TimeSpan.FromTicks(1));
        Assert.True(SpinWait.SpinUntil(() => over.Left == TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.Equal(0, over.LeftMilliseconds);
    }

    [Fact]
    public void What_is_infinite_stays_so()
    {
        var deadline = new Deadline(Timeout.InfiniteTimeSpan);
        Assert.Equal(Timeout.InfiniteTimeSpan, deadline.Left);
        Assert.Equal(-1, deadline.LeftMilliseconds);
        Assert.Equal(Hour, deadline.AtMost(Hour).Timeout);
    }

    [Fact]
    public void It_is_cut_to_what_may_be_at_most()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), new Deadline(Hour).AtMost(TimeSpan.FromMinutes(1)).Timeout);
        Assert.InRange(new Deadline(Hour).AtMost(2 * Hour).Timeout, Hour - TimeSpan.FromMinutes(1), Hour);
    }

    [Fact]
    public void Milliseconds_are_whole_rounded_up_and_as_many_as_poll_takes()
    {
        Assert.InRange(new Deadline(TimeSpan.FromSeconds(100)).LeftMilliseconds, 40_000, 100_000);
        Assert.Equal(int.MaxValue, new Deadline(TimeSpan.FromDays(1000)).LeftMilliseconds);

        // A wait of less than a millisecond waits for one: rounded down it would not wait, and be asked for again and again.
        var brief = new Deadline(TimeSpan.FromMilliseconds(20));
        var seen = new HashSet<int>();
        while (brief.Left > TimeSpan.Zero)
        {
            var milliseconds = brief.LeftMilliseconds;
            if (brief.Left > TimeSpan.Zero)
            {
                seen.Add(milliseconds);
            }
        }

        Assert.DoesNotContain(0, seen);
        Assert.All(seen, milliseconds => Assert.InRange(milliseconds, 1, 20));
    }
}
