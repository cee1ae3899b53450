using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Buses that begin and end, in one process.</summary>
public sealed class EmbeddedBusesTests : IDisposable
{
    private static readonly Dictionary<string, Action<EmbeddedBuses, int>> Operations = new()
    {
        ["Open"] = (buses, device) => buses.Open(device).Dispose(),
        ["Inspect"] = (buses, device) => buses.Inspect(device),
        ["TryBegin"] = (buses, device) => buses.TryBegin(device),
        ["Serve"] = (buses, device) => buses.Serve(device, _ => new Outlet()),
    };

    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    public void Dispose() => _buses.Dispose();

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Buses_have_the_numbers_0_to_255(string operation)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Operations[operation](_buses, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Operations[operation](_buses, 256));
        Assert.Empty(_buses.Numbers());
        Operations[operation](_buses, 0);
        Operations[operation](_buses, 255);
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void After_the_end_there_is_no_bus_any_more_and_none_begins(string operation)
    {
        var ksock = _buses.Open(0);
        _buses.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Operations[operation](_buses, 0));
        Assert.Throws<ObjectDisposedException>(() => Operations[operation](_buses, 1));
        Assert.Null(_buses.NewDevice());
        Assert.False(_buses.Remove(0));
        Assert.Empty(_buses.Numbers());
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => ksock.Poll()).Errno);
    }

    [Fact]
    public void A_private_bus_begins_once_and_is_the_one_that_is_opened()
    {
        Assert.True(_buses.TryBegin(7));
        Assert.True(_buses.TryBegin(3));
        Assert.False(_buses.TryBegin(7));
        Assert.Equal([3, 7], _buses.Numbers());
        _buses.Open(7).Dispose();
        Assert.False(_buses.TryBegin(7));
        Assert.Equal(2u, _buses.Inspect(7)!.NextKsockId);
        Assert.Null(_buses.Inspect(8));
    }

    [Fact]
    public void A_bus_that_is_removed_is_gone_and_the_next_one_is_new()
    {
        Assert.False(_buses.Remove(7));
        using var first = _buses.Open(7);
        using var other = _buses.Open(8);
        Assert.True(_buses.Remove(7));
        Assert.False(_buses.Remove(7));
        Assert.Equal([8], _buses.Numbers());
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => first.Poll()).Errno);
        other.Poll();
        using var next = _buses.Open(7);
        Assert.Equal(1u, next.Id);
    }

    [Fact]
    public void A_shared_bus_does_not_begin_before_it_is_opened()
    {
        using var folder = new TemporaryDirectory();
        using var shared = EmbeddedBuses.Shared(folder.At("bus"));
        Assert.Throws<InvalidOperationException>(() => shared.TryBegin(0));
        Assert.False(Directory.Exists(folder.At("bus")));
    }
}
