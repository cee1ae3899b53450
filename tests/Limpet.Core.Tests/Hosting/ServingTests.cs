using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Further ways to buses that this process hosts: made, refused and ended.</summary>
public sealed class ServingTests : SharedBusTests
{
    public static TheoryData<Exception> Refusals => [new KbusException(Errno.EACCES, KsockOperation.Open, "No.", 0), new IOException("No.")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bus_is_served_until_its_outlet_or_the_bus_ends(bool shared)
    {
        using var alone = EmbeddedBuses.Private();
        var buses = shared ? First : alone;
        Assert.False(buses.IsServed(5));
        Assert.False(buses.ServesAny());
        using var open = buses.Open(5);
        Assert.False(buses.IsServed(5));
        Assert.False(buses.ServesAny());

        var outlet = buses.Serve(5, _ => new Outlet());
        using var other = buses.Open(6);
        Assert.Equal((true, false, true), (buses.IsServed(5), buses.IsServed(6), buses.ServesAny()));
        Assert.Equal((true, false), (buses.Inspect(5)!.IsServed, buses.Inspect(6)!.IsServed));
        outlet.Dispose();
        Assert.Equal((false, false), (buses.IsServed(5), buses.ServesAny()));

        var next = buses.Serve(5, _ => new Outlet());
        Assert.Equal(KsockEvents.Writable, open.Poll());
        buses.Remove(5);
        Assert.True(next.IsEnded);
        Assert.Equal((false, false), (buses.IsServed(5), buses.ServesAny()));
    }

    [Fact]
    public void Serving_begins_a_bus_that_others_can_join_and_the_end_of_all_buses_ends_it()
    {
        var outlet = First.Serve(5, _ => new Outlet());
        using var member = Second.Open(5);
        Assert.Contains($"hosted by process {Environment.ProcessId}", member.Bus, StringComparison.Ordinal);
        Assert.True(Second.Inspect(5)!.IsServed);
        First.Dispose();
        Assert.True(outlet.IsEnded);
    }

    [Fact]
    public void Only_the_process_that_hosts_a_bus_can_serve_it()
    {
        using var host = First.Open(5);
        var error = Assert.Throws<KbusException>(() => Second.Serve(5, _ => new Outlet()));
        Assert.Equal(Errno.EBUSY, error.Errno);
        Assert.Contains("Bus 5 ", error.Message, StringComparison.Ordinal);
        Assert.False(Second.IsServed(5));
        First.Serve(5, _ => new Outlet());
    }

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_bus_begun_for_an_outlet_that_is_refused_ends_and_one_that_was_there_goes_on(Exception refusal)
    {
        using var alone = EmbeddedBuses.Private();
        foreach (var buses in new[] { First, alone })
        {
            BusHost? begun = null;
            var thrown = Record.Exception(() => buses.Serve<Outlet>(5, host =>
            {
                begun = host;
                throw refusal;
            }));
            Assert.Same(refusal, thrown);
            Assert.True(begun!.IsGone);
            Assert.Empty(buses.Numbers());

            using var open = buses.Open(5);
            Assert.Same(refusal, Record.Exception(() => buses.Serve<Outlet>(5, _ => throw refusal)));
            Assert.Equal(KsockEvents.Writable, open.Poll());
            Assert.False(buses.IsServed(5));
        }
    }

    [Fact]
    public void A_further_bus_has_the_first_number_that_is_not_taken()
    {
        using var alone = EmbeddedBuses.Private();
        alone.TryBegin(0);
        alone.TryBegin(2);
        Assert.Equal(1u, alone.NewDevice());
        Assert.Equal(9u, alone.NewDevice(number => number != 9));
        Assert.Equal(3u, alone.NewDevice(_ => false));
        Assert.Null(alone.NewDevice(_ => true));
        Assert.Equal([0, 1, 2, 3, 9], alone.Numbers());
    }

    [Fact]
    public void A_further_bus_is_shared_where_the_others_are_and_served_where_that_is_asked()
    {
        using var first = First.Open(0);
        using var second = Second.Open(1);
        Outlet? outlet = null;
        Assert.Equal(2u, First.NewDevice(serve: _ => outlet = new Outlet()));
        Assert.True(First.IsServed(2));
        using var member = Second.Open(2);
        Assert.Contains($"hosted by process {Environment.ProcessId}", member.Bus, StringComparison.Ordinal);
        Assert.False(outlet!.IsEnded);
    }

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_further_bus_that_cannot_be_served_ends_again(Exception refusal)
    {
        using var alone = EmbeddedBuses.Private();
        foreach (var buses in new[] { First, alone })
        {
            BusHost? begun = null;
            Assert.Null(buses.NewDevice(serve: host =>
            {
                begun = host;
                throw refusal;
            }));
            Assert.True(begun!.IsGone);
            Assert.Empty(buses.Numbers());
            Assert.Equal(0u, buses.NewDevice());
        }
    }

    [Fact]
    public void Where_there_are_256_buses_there_is_nothing_to_serve()
    {
        using var alone = EmbeddedBuses.Private();
        for (var device = 0; device < 256; device++)
        {
            alone.TryBegin(device);
        }

        Assert.Null(alone.NewDevice());
        Assert.Null(alone.NewDevice(serve: _ => new Outlet()));
        Assert.Equal((256, false), (alone.Numbers().Count, alone.ServesAny()));
    }
}
