using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>The names of our bus under a prefix on the other.</summary>
public sealed class NamingTests
{
    private readonly RulesBench _bench = new(change: static o => o with { ExportPrefix = NamePrefix.Parse("Kitchen") });

    [Fact]
    public void What_leaves_stands_under_it()
    {
        Assert.Equal("$.Kitchen.A", OnlyToLink(_bench.FromKbus(Heard("$.A"))).Name.Value);
        Assert.Equal("$.Kitchen.A", OnlyToLink(_bench.FromKbus(Heard("$.A", flags: MessageFlags.WantAReply))).Name.Value);
        Assert.Equal("$.Kitchen.A", OnlyToLink(_bench.FromKbus(Heard("$.A") with { InReplyTo = new(Pair, 4), To = OurKsock })).Name.Value);
    }

    [Fact]
    public void KBUS_s_own_names_do_not()
    {
        Assert.Equal("$.KBUS.Replier.Ignored", OnlyToLink(_bench.FromKbus(Heard("$.KBUS.Replier.Ignored") with { InReplyTo = new(Pair, 4), To = OurKsock })).Name.Value);
        Assert.Equal("$.KBUS.%", Told(OnlyToLink(_bench.FromKbus(BindEvent("$.KBUS.%")))).Name.Value);
    }

    [Theory]
    [InlineData("$.Kitchen.A", "$.A")]
    [InlineData("$.A", "$.A")]
    [InlineData("$.Attic.A", "$.Attic.A")]
    public void What_enters_loses_it(string there, string here)
    {
        Assert.Equal(here, OnlyToKbus(_bench.FromLink(Came(there))).Name.Value);
        Assert.Equal(here, OnlyToKbus(_bench.FromLink(CameAsked(there))).Name.Value);
        _bench.FromKbus(Asked(serial: 5));
        Assert.Equal(here, OnlyToKbus(_bench.FromLink(Came(there) with { InReplyTo = new(Own, 5) })).Name.Value);
    }

    [Theory]
    [InlineData("$.A", "$.Kitchen.A")]
    [InlineData("$.*", "$.Kitchen.*")]
    [InlineData("$.A.%", "$.Kitchen.A.%")]
    public void The_pair_is_told_of_our_repliers_under_it(string here, string there)
    {
        Assert.Equal(new ReplierBindEvent(IsBind: true, 3, MessageName.Parse(there)), Told(OnlyToLink(_bench.FromKbus(BindEvent(here)))));
        Assert.Equal(new ReplierBindEvent(IsBind: false, 3, MessageName.Parse(there)), Told(OnlyToLink(_bench.FromKbus(BindEvent(here, isBind: false)))));
    }

    [Fact]
    public void After_lost_unbind_events_too()
    {
        _bench.FromKbus(BindEvent("$.A"));
        var actions = _bench.FromKbus(new KbusMessage(StatusNames.UnbindEventsLost) { Id = new(0, 20), Flags = MessageFlags.Synthetic });
        Assert.Equal("$.Kitchen.A", Told(actions[1].Message!).Name.Value);
    }

    [Theory]
    [InlineData("$.Kitchen.*", "$.*")]
    [InlineData("$.Kitchen.A", "$.A")]
    [InlineData("$.*", "$.*")]
    public void The_pair_s_repliers_are_bound_without_it(string there, string here)
        => Assert.Equal(here, Only(_bench.FromLink(BindEvent(there)), LimpetActionKind.Bind).Name!.Value);

    [Theory]
    [InlineData("$.A.B", "$.A.B")]
    [InlineData("$.Kitchen.A.B", "$.Kitchen.A.B")]
    [InlineData("$.*", "$.A.B")]
    [InlineData("$.Kitchen.*", "$.Kitchen.A.B")]
    [InlineData("$.* $.Kitchen.A.%", "$.Kitchen.A.B")]
    [InlineData("$.Kitchen.* $.A.%", "$.A.B")]
    [InlineData("$.A.B $.Kitchen.A.%", "$.A.B")]
    [InlineData("$.Kitchen.A.* $.*", "$.Kitchen.A.B")]
    [InlineData("$.A.B $.Kitchen.A.B", "$.A.B")]
    [InlineData("$.Kitchen.A.B $.A.B", "$.A.B")]
    [InlineData("", "$.Kitchen.A.B")]
    public void A_request_leaves_by_the_name_that_the_replier_beyond_has(string bound, string asked)
    {
        Bind(bound.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(asked, OnlyToLink(_bench.FromKbus(Asked("$.A.B"))).Name.Value);
    }

    [Fact]
    public void A_request_heard_before_we_know_that_we_are_bound_leaves_by_the_right_name()
    {
        Only(_bench.FromLink(BindEvent("$.A")), LimpetActionKind.Bind);
        Assert.Equal("$.A", OnlyToLink(_bench.FromKbus(Asked("$.A"))).Name.Value);
    }

    [Fact]
    public void A_Request_that_was_only_overheard_is_not_for_the_replier_whose_name_came_without_it()
    {
        Bind("$.A");
        Assert.Equal("$.Kitchen.A", OnlyToLink(_bench.FromKbus(Heard("$.A", flags: MessageFlags.WantAReply))).Name.Value);
        Assert.Equal("$.Kitchen.A", OnlyToLink(_bench.FromKbus(Heard("$.A", serial: 6))).Name.Value);
    }

    [Fact]
    public void A_wildcard_that_somebody_else_holds_says_nothing_of_the_name()
    {
        Bind("$.*");
        _bench.FromLink(BindEvent("$.Kitchen.A.*"));
        _bench.Done(LimpetActionKind.Bind, "$.A.*", Errno.EADDRINUSE);
        Assert.Equal("$.A.B", OnlyToLink(_bench.FromKbus(Asked("$.A.B"))).Name.Value);
    }

    [Fact]
    public void Two_repliers_beyond_whose_names_are_one_here_are_bound_once_and_end_one_by_one()
    {
        Bind("$.Kitchen.A");
        Assert.Empty(_bench.FromLink(BindEvent("$.A")));
        Assert.Equal("$.A", OnlyToLink(_bench.FromKbus(Asked("$.A", serial: 1))).Name.Value);

        Assert.Empty(_bench.FromLink(BindEvent("$.A", isBind: false)));
        Assert.Equal("$.Kitchen.A", OnlyToLink(_bench.FromKbus(Asked("$.A", serial: 2))).Name.Value);
        OnlyDropped(_bench.FromLink(BindEvent("$.A", isBind: false)), DropReason.UnknownBinding);

        Only(_bench.FromLink(BindEvent("$.Kitchen.A", isBind: false)), LimpetActionKind.Unbind);
        _bench.Done(LimpetActionKind.Unbind, "$.A", Errno.None);
        Assert.Empty(_bench.Rules.HeldNames);
    }

    [Fact]
    public void One_of_two_that_ends_while_another_on_our_bus_holds_the_name_leaves_the_wish()
    {
        _bench.FromLink(BindEvent("$.A"));
        _bench.FromLink(BindEvent("$.Kitchen.A"));
        _bench.Done(LimpetActionKind.Bind, "$.A", Errno.EADDRINUSE);
        Assert.Empty(_bench.FromLink(BindEvent("$.A", isBind: false)));
        Assert.Equal("$.A", Assert.Single(_bench.Rules.WishedNames).Value);
        Assert.Equal(LimpetActionKind.Bind, _bench.FromKbus(BindEvent("$.A", isBind: false))[1].Kind);
    }

    [Fact]
    public void Filters_look_at_names_as_our_bus_has_them()
    {
        var bench = new RulesBench(change: static o => o with
        {
            ExportPrefix = NamePrefix.Parse("Kitchen"),
            Export = NameFilter.Parse("$.A"),
            Import = NameFilter.Parse("$.B"),
        });
        OnlyToLink(bench.FromKbus(Heard("$.A")));
        OnlyToLink(bench.FromKbus(BindEvent("$.A")));
        OnlyDropped(bench.FromKbus(Heard("$.Kitchen.A")), DropReason.NotExported);
        OnlyToKbus(bench.FromLink(Came("$.Kitchen.B")));
        Only(bench.FromLink(BindEvent("$.Kitchen.B")), LimpetActionKind.Bind);
        OnlyDropped(bench.FromLink(Came("$.Kitchen.Kitchen.B")), DropReason.NotImported);
    }

    [Fact]
    public void A_name_that_becomes_too_long_does_not_leave_and_a_request_by_it_is_answered()
    {
        var name = "$." + new string('x', MessageName.MaxLength - 9);
        OnlyDropped(_bench.FromKbus(Heard(name)), DropReason.NameTooLong);
        OnlyDropped(_bench.FromKbus(BindEvent(name)), DropReason.NameTooLong);
        OnlyDropped(_bench.FromKbus(BindEvent(name, isBind: false)), DropReason.NameTooLong);

        var actions = _bench.FromKbus(Asked(name, from: 3, serial: 5));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToKbus], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(MessageName.Parse("$.KBUS.RemoteError.ENAMETOOLONG")) { To = 3, InReplyTo = new(0, 5) }, actions[1].Message);
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);

        // Somebody waits for a Reply, whatever its name.
        actions = _bench.FromKbus(Heard(name) with { InReplyTo = new(Pair, 4), To = OurKsock });
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToLink], actions.Select(a => a.Kind));
        Assert.Equal(("$.KBUS.RemoteError.ENAMETOOLONG", new MessageId(Pair, 4), 0), (actions[1].Message!.Name.Value, actions[1].Message!.InReplyTo, actions[1].Message!.Data.Length));

        OnlyToLink(_bench.FromKbus(Heard(name[..^1])));
    }

    private void Bind(params string[] names)
    {
        foreach (var name in names)
        {
            foreach (var bind in _bench.FromLink(BindEvent(name)))
            {
                _bench.Done(LimpetActionKind.Bind, bind.Name!.Value, Errno.None);
            }
        }
    }
}
