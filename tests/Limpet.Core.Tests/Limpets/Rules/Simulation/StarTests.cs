using Limpet.Core.Bus;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules.Simulation;

/// <summary>Two boards that are the same but for their prefix, on one bus.</summary>
public sealed class StarTests
{
    private const string EACCES = "$.KBUS.RemoteError.EACCES";

    private readonly SimulatedNetwork _network = new(seed: 7);
    private readonly BusDevice _middle = SimulatedNetwork.NewBus();
    private readonly BusDevice _kitchen = SimulatedNetwork.NewBus();
    private readonly BusDevice _attic = SimulatedNetwork.NewBus();

    [Fact]
    public void Each_board_is_asked_under_its_prefix_and_by_its_own_name_at_home()
    {
        Boards();
        var asker = _network.Open(_middle, "asker");
        Assert.Equal(("$.Kitchen.Light", "kitchen light: on"), Ask(asker, KbusMessage.Request("$.Kitchen.Light", "on")));
        Assert.Equal(("$.Attic.Light", "attic light: on"), Ask(asker, KbusMessage.Request("$.Attic.Light", "on")));
        Assert.Equal(("$.Light", "kitchen light: off"), Ask(_network.Open(_kitchen, "cook"), KbusMessage.Request("$.Light", "off")));
    }

    [Fact]
    public void One_board_asks_the_other_and_the_bus_between_them()
    {
        Boards();
        _network.Open(_middle, "clock", replier: "$.Clock");
        _network.RunToRest();
        var cook = _network.Open(_kitchen, "cook");
        Assert.Equal(("$.Attic.Light", "attic light: on"), Ask(cook, KbusMessage.Request("$.Attic.Light", "on")));
        Assert.Equal(("$.Clock", "clock: now"), Ask(cook, KbusMessage.Request("$.Clock", "now")));
    }

    [Fact]
    public void Announcements_of_a_board_are_heard_under_its_prefix_and_others_as_they_are()
    {
        Boards();
        var (middle, kitchen, attic) = (_network.Open(_middle, "m", listen: "$.*"), _network.Open(_kitchen, "k", listen: "$.*"), _network.Open(_attic, "a", listen: "$.*"));
        _network.Open(_kitchen, "cook").Send(KbusMessage.Announcement("$.Temp", "21"));
        _network.Open(_middle, "host").Send(KbusMessage.Announcement("$.Dinner", "ready"));
        _network.Open(_middle, "host").Send(KbusMessage.Announcement("$.Attic.Dinner", "for you"));
        _network.RunToRest();
        Assert.Equal(["$.Temp", "$.Kitchen.Temp", "$.Kitchen.Temp"], [NameOf(kitchen, "21"), NameOf(middle, "21"), NameOf(attic, "21")]);
        Assert.Equal(["$.Dinner", "$.Dinner", "$.Dinner"], [NameOf(kitchen, "ready"), NameOf(middle, "ready"), NameOf(attic, "ready")]);
        Assert.Equal(["$.Attic.Dinner", "$.Attic.Dinner", "$.Dinner"], [NameOf(kitchen, "for you"), NameOf(middle, "for you"), NameOf(attic, "for you")]);
    }

    [Fact]
    public void Stateful_requests_find_the_same_Ksock_through_both_prefixes()
    {
        var light = Boards().Kitchen;
        foreach (var (bus, name) in new[] { (_middle, "$.Kitchen.Light"), (_attic, "$.Kitchen.Light") })
        {
            var asker = _network.Open(bus, "asker");
            var id = asker.Send(KbusMessage.Request(name, "first"));
            _network.RunToRest();
            var reply = asker.Replies.Single(r => r.InReplyTo == id);
            Assert.Equal((name, "kitchen light: again"), Ask(asker, KbusMessage.StatefulRequest(MessageName.Parse(name), reply, "again"u8.ToArray())));
        }

        // Another program answers by that name now, and the one that is meant is gone.
        var late = _network.Open(_middle, "late");
        var first = late.Send(KbusMessage.Request("$.Kitchen.Light", "first"));
        _network.RunToRest();
        var answered = late.Replies.Single(r => r.InReplyTo == first);
        light.Close();
        _network.RunToRest();
        _network.Open(_kitchen, "new light", replier: "$.Light");
        _network.RunToRest();
        Assert.Equal("$.KBUS.Replier.NotSameKsock", Ask(late, KbusMessage.StatefulRequest(MessageName.Parse("$.Kitchen.Light"), answered)).Name);
    }

    [Fact]
    public void A_board_whose_replier_takes_every_name_is_asked_for_its_own_alone()
    {
        Join(_kitchen, 2, "Kitchen");
        _network.Open(_kitchen, "everything", replier: "$.*");
        _network.RunToRest();
        var asker = _network.Open(_middle, "asker");
        Assert.True(asker.Knows("$.Kitchen.*"));
        Assert.Equal(("$.Kitchen.Any.Thing", "everything: x"), Ask(asker, KbusMessage.Request("$.Kitchen.Any.Thing", "x")));
        Assert.Equal(Errno.EADDRNOTAVAIL, asker.TrySend(KbusMessage.Request("$.Any.Thing"), out _));
    }

    [Fact]
    public void A_replier_that_goes_leaves_no_name_behind_on_any_bus()
    {
        var light = Boards().Kitchen;
        var (middle, attic) = (_network.Open(_middle, "m"), _network.Open(_attic, "a"));
        Assert.True(middle.Knows("$.Kitchen.Light") && attic.Knows("$.Kitchen.Light"));
        light.Close();
        _network.RunToRest();
        Assert.False(middle.Knows("$.Kitchen.Light") || attic.Knows("$.Kitchen.Light"));
        Assert.True(middle.Knows("$.Attic.Light") && attic.Knows("$.Light"));
    }

    [Fact]
    public void A_request_that_may_not_pass_is_answered_wherever_it_is_stopped()
    {
        Join(_kitchen, 2, "Kitchen", o => o with { Export = NameFilter.Parse("$.*", "!$.Safe.%"), Import = NameFilter.Parse("$.*", "!$.Attic.Safe.%") });
        Join(_attic, 3, "Attic");
        _network.Open(_kitchen, "kitchen", replier: "$.*");
        _network.Open(_attic, "attic", replier: "$.*");
        _network.RunToRest();

        // At the kitchen's Limpet both times: once on the way in, over two links; once on the way out, at home.
        var poet = _network.Open(_attic, "poet");
        Assert.Equal((EACCES, ""), Ask(poet, KbusMessage.Request("$.Kitchen.Safe.Open", "now")));
        Assert.Equal(("$.Kitchen.Door.Open", "kitchen: now"), Ask(poet, KbusMessage.Request("$.Kitchen.Door.Open", "now")));
        var cook = _network.Open(_kitchen, "cook");
        Assert.True(cook.Knows("$.Attic.*"));
        Assert.Equal((EACCES, ""), Ask(cook, KbusMessage.Request("$.Attic.Safe.Open", "now")));
        Assert.Equal(("$.Attic.Door.Open", "attic: now"), Ask(cook, KbusMessage.Request("$.Attic.Door.Open", "now")));
        Assert.All(_network.Limpets, l => Assert.Equal(0, l.RequestsOutstanding));
    }

    private (SimulatedProgram Kitchen, SimulatedProgram Attic) Boards()
    {
        Join(_kitchen, 2, "Kitchen");
        Join(_attic, 3, "Attic");
        var lights = (_network.Open(_kitchen, "kitchen light", replier: "$.Light"), _network.Open(_attic, "attic light", replier: "$.Light"));
        _network.RunToRest();
        return lights;
    }

    private void Join(BusDevice board, uint id, string prefix, Func<LimpetRulesOptions, LimpetRulesOptions>? change = null)
        => _network.Join((_middle, 1), (board, id), changeB: o => (change ?? (static c => c))(o with { ExportPrefix = NamePrefix.Parse(prefix) }));

    private (string Name, string Text) Ask(SimulatedProgram asker, KbusMessage request)
    {
        var id = asker.Send(request);
        _network.RunToRest();
        var reply = Assert.Single(asker.Replies, r => r.InReplyTo == id);
        return (reply.Name.Value, SimulatedProgram.Text(reply));
    }

    private static string NameOf(SimulatedProgram listener, string text) => Assert.Single(listener.Heard, m => SimulatedProgram.Text(m) == text).Name.Value;
}
