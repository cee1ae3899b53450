using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>The embedded bus between real processes, which are killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(30));
    private readonly EmbeddedBuses _buses;

    public ProcessTests() => _buses = EmbeddedBuses.Shared(_directory.At("bus"));

    public void Dispose()
    {
        _buses.Dispose();
        _timeout.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Another_process_joins_the_bus_that_this_one_hosts()
    {
        using var host = _buses.Open(0);
        using var member = new BusProcess(_directory.At("bus"), 0);
        Assert.Equal($"open 2 embedded bus 0, hosted by process {Environment.ProcessId}", member.Opened);
        var sent = host.Send(KbusMessage.Request("$.Q"));
        Assert.Equal($"took {sent}", member.NextLine());
    }

    [Fact]
    public void A_member_killed_with_a_Request_leaves_it_answered()
    {
        using var host = _buses.Open(0);
        using var member = new BusProcess(_directory.At("bus"), 0);
        var sent = host.Send(KbusMessage.Request("$.Q"));
        Assert.Equal($"took {sent}", member.NextLine());
        member.Kill();
        var answer = host.Receive(_timeout.Token);
        Assert.Equal(("$.KBUS.Replier.Ignored", sent), (answer.Name.Value, answer.InReplyTo));
    }

    [Fact]
    public void A_host_killed_ends_the_others_and_the_next_to_open_takes_its_place()
    {
        using var host = new BusProcess(_directory.At("bus"), 0);
        Assert.Equal("open 1 embedded bus 0, hosted by this process", host.Opened);
        using var member = _buses.Open(0);
        Assert.Equal($"embedded bus 0, hosted by process {host.Id}", member.Bus);
        var sent = member.Send(KbusMessage.Request("$.Q"));
        Assert.Equal($"took {sent}", host.NextLine());

        host.Kill();
        Assert.Equal(Errno.ENODEV, Assert.Throws<KbusException>(() => member.Receive(_timeout.Token)).Errno);

        // The dead host's socket file is still there.
        Assert.True(File.Exists(_directory.At("bus/kbus0.sock")));
        using var anew = _buses.Open(0);
        using var joined = new BusProcess(_directory.At("bus"), 0);
        Assert.Equal($"open 2 embedded bus 0, hosted by process {Environment.ProcessId}", joined.Opened);
    }

    [Fact]
    public void A_host_that_ends_removes_its_socket()
    {
        using var host = new BusProcess(_directory.At("bus"), 0);
        host.EndInput();
        Assert.Equal("ended", host.NextLine());
        Assert.False(File.Exists(_directory.At("bus/kbus0.sock")));
    }

    [Fact]
    public void A_member_in_another_process_is_told_when_the_host_goes_away()
    {
        var host = _buses.Open(0);
        using var member = new BusProcess(_directory.At("bus"), 0);
        _buses.Dispose();
        Assert.Equal("failed ENODEV", member.NextLine());
        host.Dispose();
    }
}
