using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Somebody on our bus who takes no more makes the other Limpet wait, since its messages are to wait for room (kbus.md 3, ALL_OR_WAIT).</summary>
public sealed class LinkCongestionTests : LinkBench
{
    private const int Many = 3000;

    [Fact]
    public void Nothing_more_is_taken_until_there_is_room_and_then_all_of_it_in_order()
    {
        using var slow = Congest();

        // That no more is taken shows only in a moment in which it could be.
        Assert.False(SpinWait.SpinUntil(() => Ksock.Counters.In > 2000, TimeSpan.FromMilliseconds(200)));
        for (var serial = 1u; serial <= Many; serial++)
        {
            Assert.Equal(serial, slow.Receive(Timeout).Id.Serial);
        }
    }

    [Fact]
    public async Task It_ends_all_the_same()
    {
        using var slow = Congest();
        Link.End(new LimpetOutcome(LimpetEnd.Stopped, "Enough."));
        Assert.Equal("Enough.", (await End()).Reason);
        Assert.InRange(Ksock.Counters.In, 1000, 2000);
    }

    private IKsock Congest()
    {
        var slow = Listener("$.A", most: 100);
        Begin();
        Peer.Say([.. Enumerable.Range(1, Many).Select(serial => Bytes(Far("$.A", (uint)serial, MessageFlags.AllOrWait)))]);
        Assert.True(SpinWait.SpinUntil(() => Ksock.IsCongested, Patience));
        return slow;
    }
}
