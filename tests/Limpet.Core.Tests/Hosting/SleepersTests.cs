using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hosting;

/// <summary>How what threads sleep on is kept, used again and freed.</summary>
public sealed class SleepersTests
{
    private readonly Sleepers _sleepers = new();

    [Fact]
    public void What_nobody_sleeps_on_any_more_is_used_again()
    {
        var first = _sleepers.Add();
        _sleepers.Remove(first);
        Assert.Same(first, _sleepers.Add());
        Assert.NotSame(first, _sleepers.Add());
    }

    [Fact]
    public async Task All_who_sleep_are_woken_by_one_waking()
    {
        var asleep = Enumerable.Range(0, 3).Select(_ => Sleep(_sleepers.Add())).ToList();
        asleep.ForEach(thread => thread.FallsAsleep());
        _sleepers.Wake();
        foreach (var thread in asleep)
        {
            Assert.True(await thread.Result);
        }
    }

    [Fact]
    public async Task Whoever_comes_after_a_waking_is_not_woken_by_it()
    {
        var stays = _sleepers.Add();
        var again = _sleepers.Add();
        _sleepers.Remove(again);
        _sleepers.Wake();
        Assert.Same(again, _sleepers.Add());

        var thread = Sleep(again);
        thread.FallsAsleep();
        _sleepers.Wake();
        Assert.True(await thread.Result);
        _sleepers.Remove(again);
        _sleepers.Remove(stays);
    }

    [Fact]
    public async Task Closing_waits_for_those_who_sleep_and_frees_what_they_slept_on()
    {
        var sleeper = _sleepers.Add();
        var closing = new WaitingThread<bool>(() =>
        {
            _sleepers.Close();
            return true;
        });
        closing.FallsAsleep();
        IsUsable(sleeper);

        _sleepers.Remove(sleeper);
        Assert.True(await closing.Result);
        IsFreed(sleeper);
    }

    [Fact]
    public void What_somebody_comes_to_sleep_on_after_closing_is_freed_when_he_leaves()
    {
        var before = _sleepers.Add();
        _sleepers.Remove(before);
        IsUsable(before);
        _sleepers.Close();
        IsFreed(before);

        var after = _sleepers.Add();
        IsUsable(after);
        _sleepers.Remove(after);
        IsFreed(after);
    }

    private static WaitingThread<bool> Sleep(Sleeper sleeper) => new(() =>
    {
        sleeper.Sleep();
        return true;
    });

    private static void IsUsable(Sleeper sleeper)
    {
        sleeper.Wake();
        sleeper.Sleep();
    }

    private static void IsFreed(Sleeper sleeper)
    {
        sleeper.Wake();
        Assert.Throws<ObjectDisposedException>(sleeper.Sleep);
    }
}
