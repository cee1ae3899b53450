using Limpet.Core.Ksocks;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Ksock;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>The options of a Limpet that are for its rules: that they reach the rules, and what is told of them.</summary>
public sealed class RulesOptionsTests : LimpetKsockBench
{
    [Fact]
    public void Filters_and_the_prefix_hold_for_a_Ksock()
    {
        using var ksock = Make(o => o with { Export = NameFilter.Parse("$.News"), Import = NameFilter.Parse("$.Order"), ExportPrefix = "Kitchen" });
        using var program = Buses.Open(0);
        program.Bind("$.Order", BindingKind.Listener);
        program.Send(KbusMessage.Announcement("$.Secret"));
        program.Send(KbusMessage.Announcement("$.News"));
        Assert.Equal("$.Kitchen.News", ksock.ReadNextMessage().Name.Value);
        ksock.SendMessage(KbusMessage.Announcement("$.Kitchen.Order") with { Id = new(2, 1) });
        Assert.Equal("$.Order", program.TryReceive()!.Name.Value);

        var request = KbusMessage.Request("$.News") with { Id = new(2, 2), From = 4, Flags = MessageFlags.WantAReply | MessageFlags.WantYouToReply };
        Assert.Equal("$.KBUS.RemoteError.EACCES", Assert.Throws<ErrorMessageException>(() => ksock.SendMessage(request)).Answer.Name.Value);
        Assert.Equal((1, 1), (ksock.Counters.Dropped(DropReason.NotExported), ksock.Counters.Dropped(DropReason.NotImported)));
    }

    [Fact]
    public void Limits_that_are_reached_are_told()
    {
        using var ksock = Make(o => o with { MaxBindings = 1, MaxMessageSize = 200 });
        Deliver(ksock, "$.A");
        Deliver(ksock, "$.B");
        Assert.Equal((LimpetLimit.Bindings, 1L), Reached());
        ksock.SendMessage(new KbusMessage(MessageName.Parse("$.A"), new byte[200]) { Id = new(2, 9) });
        Assert.Equal((LimpetLimit.MessageSize, 200L), Reached());

        (LimpetLimit, long) Reached()
        {
            var reached = Events.Expect<LimitReachedEvent>();
            return (reached.Limit, reached.Value);
        }
    }

    [Fact]
    public void A_loop_is_told_with_the_two_networks()
    {
        using var ksock = Make();
        var message = KbusMessage.Announcement("$.A") with { Id = new(9, 1) };
        ksock.SendMessage(message);
        using (var other = Buses.Open(0))
        {
            // Messages once only: without one between, KBUS itself would drop what it put on this queue last.
            other.Send(KbusMessage.Announcement("$.Between"));
            other.Send(message);
        }

        Assert.Equal("$.Between", ksock.ReadNextMessage().Name.Value);
        Assert.Throws<NoMessageException>(ksock.ReadNextMessage);
        var told = Events.Expect<LoopDetectedEvent>();
        Assert.Equal((1u, 2u), (told.NetworkId, told.PeerNetworkId));
        Assert.Equal(1, ksock.Counters.Loops);
    }

    private static void Deliver(LimpetKsock ksock, string replier)
        => ksock.SendMessage(Junction.BindEvent(replier) with { Id = new(2, 8) });
}
