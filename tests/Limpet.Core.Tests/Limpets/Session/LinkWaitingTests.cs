using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Ksocks;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A link on a bus that cannot call back, such as a device's: its own thread waits for messages.</summary>
public sealed class LinkWaitingTests : LinkBench
{
    private int _looks;

    [Fact]
    public void Messages_go_both_ways()
    {
        using var listener = Listener("$.A");
        BeginPlain();
        Send("$.B", "$.C");
        Assert.Equal(["$.B", "$.C"], Peer.Expect(2).Select(m => m.Name.Value));
        Peer.Say(Bytes(Far("$.A", 1, text: "back")));
        Assert.Equal("back", Text(listener.Receive(Timeout)));
    }

    [Fact]
    public void What_the_bus_refuses_is_answered_at_once_and_again()
    {
        BeginPlain();
        for (var serial = 1u; serial <= 3; serial++)
        {
            Peer.Say(Bytes(FarRequest("$.Nobody", serial)));
            var answer = Peer.Expect((int)serial)[^1];
            Assert.Equal(("$.KBUS.RemoteError.EADDRNOTAVAIL", new MessageId(2, serial)), (answer.Name.Value, answer.InReplyTo));
        }
    }

    [Fact]
    public void It_sleeps_until_there_is_something()
    {
        BeginPlain();
        Peer.Say(Bytes(FarRequest("$.Nobody", 1)));
        Peer.Expect(1);
        var before = Volatile.Read(ref _looks);
        for (var i = 2; i <= 10; i++)
        {
            Send("$.A");
            Peer.Expect(i);
        }

        Assert.InRange(Volatile.Read(ref _looks), before, before + 11);
    }

    [Fact]
    public async Task It_ends_while_it_waits()
    {
        BeginPlain();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _looks) > 0, Patience));
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Enough."));
        Assert.Equal("Enough.", (await End()).Reason);
    }

    [Fact]
    public async Task The_termination_message_ends_it_after_what_came_before()
    {
        BeginPlain(o => o with { TerminationMessage = MessageName.Parse("$.Die") });
        Send("$.Last", "$.Die", "$.Late");
        Assert.Equal(LimpetEnd.TerminationMessage, (await End()).End);
        Assert.Equal(["$.Last"], Peer.Expect(1).Select(m => m.Name.Value));
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_does_not_keep_it_from_ending()
    {
        Peer.TakesNothing = true;
        BeginPlain();
        Send("$.A");
        Assert.True(SpinWait.SpinUntil(() => Peer.Waiting != 0, Patience));
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Enough."));
        Assert.Equal("Enough.", (await End()).Reason);
    }

    private void BeginPlain(Func<LimpetOptions, LimpetOptions>? change = null) => Begin(change, k => new CountingKsock(k, this));

    /// <summary>Knows how often it was waited for.</summary>
    private sealed class CountingKsock(IKsock inner, LinkWaitingTests owner) : ForwardingKsock(inner)
    {
        public override void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref owner._looks);
            base.Receive(into, most, cancellationToken);
        }
    }
}
