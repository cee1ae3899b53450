using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Listening for the termination message without a link.</summary>
public sealed class TerminationWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly MessageName Die = MessageName.Parse("$.Die");

    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();
    private readonly ManualResetEventSlim _read = new();

    public void Dispose()
    {
        _buses.Dispose();
        _read.Dispose();
    }

    [Fact]
    public void It_hears_from_the_moment_it_is_made_and_only_that_name()
    {
        using var program = _buses.Open(0);
        using var watch = new TerminationWatch(Die, () => _buses.Open(0), _read.Set);
        program.Send(KbusMessage.Announcement("$.Other"));
        Assert.Equal(2, _buses.Inspect(0)!.Ksocks.Count);
        program.Send(KbusMessage.Announcement("$.Die"));
        Assert.True(_read.Wait(Patience));
        Assert.True(SpinWait.SpinUntil(() => _buses.Inspect(0)!.Ksocks.Count == 1, Patience));
    }

    [Fact]
    public void It_can_be_ended_while_it_listens_and_leaves_nothing()
    {
        using var program = _buses.Open(0);
        new TerminationWatch(Die, () => _buses.Open(0), _read.Set).Dispose();
        Assert.Single(_buses.Inspect(0)!.Ksocks);
        Assert.False(_read.IsSet);
    }

    [Fact]
    public void It_can_be_ended_by_what_it_calls()
    {
        TerminationWatch? watch = null;
        using var made = new ManualResetEventSlim();
        using var program = _buses.Open(0);
        watch = new TerminationWatch(Die, () => _buses.Open(0), () =>
        {
            made.Wait(Patience);
            watch!.Dispose();
            _read.Set();
        });
        made.Set();
        program.Send(KbusMessage.Announcement("$.Die"));
        Assert.True(_read.Wait(Patience));
    }

    [Fact]
    public void A_bus_that_is_not_there_yet_is_looked_for_again()
    {
        var tries = 0;
        using var watch = new TerminationWatch(
            Die,
            () => Interlocked.Increment(ref tries) == 1 ? throw new KbusException(Errno.ENODEV, KsockOperation.Open, 0) : _buses.Open(0),
            _read.Set);
        using var program = _buses.Open(0);
        Assert.True(SpinWait.SpinUntil(() => _buses.Inspect(0)!.Bindings.Count == 1, Patience));
        program.Send(KbusMessage.Announcement("$.Die"));
        Assert.True(_read.Wait(Patience));
    }
}
