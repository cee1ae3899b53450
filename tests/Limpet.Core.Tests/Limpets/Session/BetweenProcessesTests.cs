using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Limpets on buses that another process hosts, which cannot call back: two <see cref="EmbeddedBuses"/> on one directory stand for two processes.</summary>
public sealed class BetweenProcessesTests : IDisposable
{
    private readonly Junction _junction = new();
    private readonly EmbeddedBuses _hosts;
    private readonly EmbeddedBuses _members;
    private readonly IKsock[] _keep;

    public BetweenProcessesTests()
    {
        _hosts = EmbeddedBuses.Shared(_junction.Directory.At("bus"));
        _members = EmbeddedBuses.Shared(_junction.Directory.At("bus"));
        _keep = [_hosts.Open(1), _hosts.Open(2)];
    }

    public void Dispose()
    {
        _junction.Dispose();
        Array.ForEach(_keep, k => k.Dispose());
        _members.Dispose();
        _hosts.Dispose();
    }

    [Fact]
    public void A_burst_arrives_whole_and_in_order()
    {
        Join();
        using var listener = Open(1);
        listener.Bind("$.Burst", BindingKind.Listener);
        using var sender = Open(2);
        for (var i = 0; i < 5000; i++)
        {
            sender.Send(KbusMessage.Announcement("$.Burst", $"{i}"));
        }

        for (var i = 0; i < 5000; i++)
        {
            Assert.Equal($"{i}", Junction.Text(listener.Receive(_junction.Timeout)));
        }
    }

    [Fact]
    public void Requests_are_answered_and_those_that_cannot_be_are_told()
    {
        var pair = Join();
        using var replier = Open(2);
        replier.Bind("$.Q", BindingKind.Replier);
        pair.ClientEvents.Expect<ReplierBoundEvent>();
        _ = _junction.Answer(replier, 100);
        using var asker = Open(1);
        for (var i = 0; i < 100; i++)
        {
            asker.Send(KbusMessage.Request("$.Q", $"{i}"));
            Assert.Equal($"{i}!", Junction.Text(asker.Receive(_junction.Timeout)));
        }

        // An answer that the Limpet makes must not wait for the next message of its bus.
        asker.Send(new KbusMessage(MessageName.Parse("$.Q")) { Flags = MessageFlags.WantAReply, To = asker.FindReplier("$.Q"), FinalTo = new OriginId(2, 999) });
        Assert.Equal("$.KBUS.Replier.NotSameKsock", asker.Receive(_junction.Timeout).Name.Value);
    }

    [Fact]
    public async Task Either_end_can_be_stopped()
    {
        var pair = Join();
        pair.Client.Stop();
        Assert.Equal(LimpetEnd.Stopped, (await pair.Client.Completion).End);
        Assert.Equal(LimpetEnd.PeerClosed, (await pair.Server.Completion.WaitAsync(Junction.Patience)).End);
    }

    [Fact]
    public async Task The_host_s_going_away_ends_both()
    {
        var pair = Join();
        _hosts.Dispose();
        var outcomes = await Task.WhenAll(pair.Client.Completion, pair.Server.Completion).WaitAsync(Junction.Patience);
        Assert.Contains(outcomes, o => o.Error is KbusException { Errno: Errno.ENODEV });
    }

    private IKsock Open(int bus)
    {
        var ksock = _members.Open(bus);
        ksock.MaxMessages(100_000);
        return ksock;
    }

    private LimpetPair Join() => _junction.Join(2, 1, change: o => o with { OpenKsock = () => _members.Open(o.Kbus) });
}
