using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Threads that sleep on one Ksock.</summary>
public sealed class SleeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whoever_was_woken_and_sleeps_again_takes_nobody_else_s_waking()
    {
        var sleepers = new Sleepers();
        var (first, second) = (sleepers.Add(), sleepers.Add());
        sleepers.Wake();

        // The first one is quick: it has looked, found nothing for itself, and sleeps again before the second one has woken at all.
        first.Sleep();
        sleepers.Remove(first);
        first = sleepers.Add();
        var again = Asleep(first);
        await Asleep(second).WaitAsync(Patience);
        Assert.False(again.IsCompleted);

        sleepers.Wake();
        await again.WaitAsync(Patience);
        sleepers.Remove(first);
        sleepers.Remove(second);
        sleepers.Close();
    }

    [Fact]
    public async Task To_be_woken_before_falling_asleep_is_to_be_woken_and_twice_is_once()
    {
        using var sleeper = new Sleeper();
        sleeper.Wake();
        sleeper.Wake();
        sleeper.Sleep();
        var again = Asleep(sleeper);
        Assert.False(again.IsCompleted);
        sleeper.Wake();
        await again.WaitAsync(Patience);
    }

    private static Task Asleep(Sleeper sleeper) => Task.Factory.StartNew(sleeper.Sleep, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
