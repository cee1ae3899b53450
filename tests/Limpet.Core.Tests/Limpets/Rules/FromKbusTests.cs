using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>limpet.md 3, rule by rule.</summary>
public sealed class FromKbusTests
{
    private readonly RulesBench _bench = new(termination: "$.Die");

    [Fact]
    public void Rule_1_the_termination_message_ends_the_Limpet_and_is_not_passed_on()
        => Only(_bench.FromKbus(Heard("$.Die")), LimpetActionKind.End);

    [Fact]
    public void Rule_1_comes_before_rule_2() => Only(_bench.FromKbus(Heard("$.Die", from: OurKsock, network: Pair)), LimpetActionKind.End);

    [Fact]
    public void Rule_2_what_we_put_there_ourselves_is_dropped()
    {
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock, network: Pair)), DropReason.OwnMessage);
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock, network: 3)), DropReason.OwnMessage);
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock, network: 3, flags: MessageFlags.WantAReply)), DropReason.OwnMessage);
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock) with { InReplyTo = new(0, 3), To = 4 }), DropReason.OwnMessage);
    }

    [Fact]
    public void Rule_2_a_request_of_the_pair_that_came_back_to_us_is_answered_on_both_sides()
    {
        var request = Asked(from: OurKsock, network: Pair) with { OrigFrom = new(Pair, 4) };
        var actions = _bench.FromKbus(request);
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToLink, LimpetActionKind.SendToKbus], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(StatusNames.Loop) { To = 4, InReplyTo = request.Id }, actions[1].Message);
        Assert.Equal(new KbusMessage(StatusNames.Loop) { To = OurKsock, InReplyTo = request.Id }, actions[2].Message);
        Assert.Equal("$.KBUS.RemoteError.ELOOP", actions[1].Message!.Name.Value);
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void Rule_2_does_not_take_what_KBUS_itself_tells_us_for_our_own()
    {
        // The pair's Request stood in our own queue when we unbound the name: KBUS answers it, from its replier, which was us.
        var status = Heard("$.KBUS.Replier.Unbound", from: OurKsock, flags: MessageFlags.Synthetic) with { To = OurKsock, InReplyTo = new(Pair, 4) };
        Assert.Equal(new MessageId(Pair, 4), OnlyToLink(_bench.FromKbus(status)).InReplyTo);
    }

    [Fact]
    public void Rule_2_takes_for_our_own_what_only_looks_like_a_Status_for_us()
    {
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock, network: 3, flags: MessageFlags.Synthetic)), DropReason.OwnMessage);
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock, flags: MessageFlags.Synthetic) with { InReplyTo = new(Pair, 4), To = 4 }), DropReason.OwnMessage);
        OnlyDropped(_bench.FromKbus(Heard("$.A", from: OurKsock) with { InReplyTo = new(Pair, 4), To = OurKsock }), DropReason.OwnMessage);
    }

    [Fact]
    public void Rule_2_a_request_that_came_from_beyond_the_pair_is_answered_to_nobody_of_its_bus()
    {
        var actions = _bench.FromKbus(Asked(from: OurKsock, network: Pair) with { OrigFrom = new(5, 4) });
        Assert.Equal(0u, actions[1].Message!.To);
    }

    [Fact]
    public void What_KBUS_says_has_no_sender_and_is_synthetic()
    {
        OnlyDropped(_bench.FromKbus(BindEvent("$.Q", from: 0, flags: MessageFlags.None)), DropReason.ImitatedBindEvent);
        OnlyDropped(_bench.FromKbus(BindEvent("$.Q", from: 3, flags: MessageFlags.Synthetic)), DropReason.ImitatedBindEvent);
        OnlyToLink(_bench.FromKbus(Heard("$.KBUS.UnbindEventsLost")));
        OnlyToLink(_bench.FromKbus(Heard("$.KBUS.Replier.GoneAway", from: 0, flags: MessageFlags.Synthetic) with { InReplyTo = new(Pair, 4), To = OurKsock }));
    }

    [Fact]
    public void A_Reply_that_looks_like_a_bind_event_is_an_error_to_who_asked_beyond_alone()
    {
        var imitation = BindEvent("$.Q", from: 3, flags: MessageFlags.None) with { InReplyTo = new(Pair, 4) };
        var actions = _bench.FromKbus(imitation with { To = OurKsock });
        Assert.Equal([LimpetActionKind.SendToLink, LimpetActionKind.Drop], actions.Select(a => a.Kind));
        Assert.Equal(("$.KBUS.RemoteError.EBADMSG", new MessageId(Pair, 4), 0), (actions[0].Message!.Name.Value, actions[0].Message!.InReplyTo, actions[0].Message!.Data.Length));
        OnlyDropped(_bench.FromKbus(imitation with { To = 4 }), DropReason.ImitatedBindEvent);
    }

    [Fact]
    public void Rule_3_a_binding_of_our_own_is_not_told() => OnlyDropped(_bench.FromKbus(BindEvent("$.Q", binder: OurKsock)), DropReason.OwnBinding);

    [Fact]
    public void A_binding_of_somebody_else_is_told()
    {
        var passed = OnlyToLink(_bench.FromKbus(BindEvent("$.Q")));
        Assert.Equal((new MessageId(Own, 8), new OriginId(Own, 0)), (passed.Id, passed.OrigFrom));
        Assert.Equal(BindEvent("$.Q").Data.ToArray(), passed.Data.ToArray());
    }

    [Fact]
    public void What_only_looks_like_a_bind_event_is_dropped()
    {
        OnlyDropped(_bench.FromKbus(BindEvent("$.Q", from: 3, flags: MessageFlags.None)), DropReason.ImitatedBindEvent);
        OnlyDropped(_bench.FromKbus(BindEvent("$.Q") with { Data = new byte[3] }), DropReason.ImitatedBindEvent);
    }

    [Fact]
    public void Rule_4_a_request_for_us_is_remembered_until_its_answer_goes_by()
    {
        var request = Asked(from: 3) with { To = OurKsock };
        var passed = OnlyToLink(_bench.FromKbus(request));
        Assert.Equal(request.Flags, passed.Flags);
        Assert.Equal(1, _bench.Rules.RequestsOutstanding);

        var reply = OnlyToKbus(_bench.FromLink(Came("$.Q") with { InReplyTo = passed.Id }));
        Assert.Equal((3u, new MessageId(0, 5)), (reply.To, reply.InReplyTo));
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void Rule_5_what_comes_from_the_pair_s_bus_is_dropped() => OnlyDropped(_bench.FromKbus(Heard("$.A", network: Pair)), DropReason.FromPair);

    [Fact]
    public void Rule_6_what_left_through_us_and_came_back_is_dropped_and_told_once_a_minute()
    {
        var round = Heard("$.A", network: Own);
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLoop], _bench.FromKbus(round).Select(a => a.Kind));
        _bench.Now += TimeSpan.FromSeconds(59);
        OnlyDropped(_bench.FromKbus(round), DropReason.Loop);
        _bench.Now += TimeSpan.FromSeconds(1);
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLoop], _bench.FromKbus(round).Select(a => a.Kind));
        OnlyDropped(_bench.FromKbus(round), DropReason.Loop);
    }

    [Theory]
    [InlineData(Pair, DropReason.FromPair)]
    [InlineData(Own, DropReason.Loop)]
    public void Rules_5_and_6_answer_who_asked(uint network, DropReason reason)
    {
        var request = Asked(from: 3, network: network);
        var actions = _bench.FromKbus(request);
        Assert.Equal((LimpetActionKind.Drop, reason), (actions[0].Kind, actions[0].Reason));
        Assert.Equal(new KbusMessage(StatusNames.Loop) { To = 3, InReplyTo = request.Id }, actions[1].Message);
        Assert.Equal(LimpetActionKind.SendToKbus, actions[1].Kind);
        Assert.DoesNotContain(actions, a => a.Kind == LimpetActionKind.SendToLink);
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void Rule_7_an_overheard_request_is_passed_on_as_no_request()
    {
        var passed = OnlyToLink(_bench.FromKbus(Heard("$.Q", flags: MessageFlags.WantAReply | MessageFlags.Urgent | (MessageFlags)0x70000)));
        Assert.Equal(MessageFlags.Urgent | (MessageFlags)0x70000, passed.Flags);
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void Rule_8_a_reply_for_somebody_else_is_dropped()
    {
        OnlyDropped(_bench.FromKbus(Heard("$.Q") with { InReplyTo = new(0, 4), To = 3 }), DropReason.OverheardReply);
        OnlyDropped(_bench.FromKbus(Heard("$.KBUS.Replier.Ignored") with { InReplyTo = new(3, 4), To = 3 }), DropReason.OverheardReply);
    }

    [Fact]
    public void A_reply_for_us_is_passed_on_with_what_it_replies_to_untouched()
    {
        var passed = OnlyToLink(_bench.FromKbus(Heard("$.Q") with { InReplyTo = new(Pair, 4), To = OurKsock }));
        Assert.Equal((new MessageId(Own, 5), new MessageId(Pair, 4), new OriginId(Own, 3)), (passed.Id, passed.InReplyTo, passed.OrigFrom));
    }

    [Fact]
    public void Rule_9_network_0_becomes_ours_and_others_stay()
    {
        var local = OnlyToLink(_bench.FromKbus(Heard("$.A")));
        Assert.Equal((new MessageId(Own, 5), new OriginId(Own, 3)), (local.Id, local.OrigFrom));
        var foreign = OnlyToLink(_bench.FromKbus(Heard("$.A", network: 9) with { OrigFrom = new(9, 6) }));
        Assert.Equal((new MessageId(9, 5), new OriginId(9, 6)), (foreign.Id, foreign.OrigFrom));
    }

    [Fact]
    public void A_request_that_repeats_an_unanswered_id_is_refused_rather_than_answered_wrongly()
    {
        // Two buses beyond bear one network id.
        _bench.FromKbus(Asked(from: 3, network: 9) with { OrigFrom = new(9, 6) });
        var actions = _bench.FromKbus(Asked(from: 4, network: 9) with { OrigFrom = new(9, 7) });
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToKbus], actions.Select(action => action.Kind));
        Assert.Equal(DropReason.RepeatedRequest, actions[0].Reason);
        Assert.Equal((4u, new MessageId(9, 5), "$.KBUS.RemoteError.EALREADY"), (actions[1].Message!.To, actions[1].Message!.InReplyTo, actions[1].Message!.Name.Value));
        Assert.Equal(3u, OnlyToKbus(_bench.FromLink(Came("$.Q") with { InReplyTo = new(9, 5) })).To);
    }

    [Fact]
    public void Unanswered_requests_are_remembered_up_to_a_number_and_the_oldest_is_answered_then()
    {
        var bench = new RulesBench(mostRequests: 3);
        for (var serial = 1u; serial <= 3; serial++)
        {
            OnlyToLink(bench.FromKbus(Asked(from: serial, serial: serial)));
        }

        // An answered one makes room.
        bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 1) });
        OnlyToLink(bench.FromKbus(Asked(serial: 4)));

        var actions = bench.FromKbus(Asked(serial: 5));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToKbus, LimpetActionKind.TellOfLimit, LimpetActionKind.SendToLink], actions.Select(a => a.Kind));
        Assert.Equal(DropReason.TooManyRequests, actions[0].Reason);
        Assert.Equal(new KbusMessage(StatusNames.TimedOut) { To = 2, InReplyTo = new(0, 2) }, actions[1].Message);
        Assert.Equal(3, bench.Rules.RequestsOutstanding);
        OnlyDropped(bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 2) }), DropReason.UnknownRequest);
    }

    [Fact]
    public void An_id_that_is_asked_anew_is_as_old_as_its_newest_request()
    {
        var bench = new RulesBench(mostRequests: 2);
        OnlyToLink(bench.FromKbus(Asked(serial: 1)));
        bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 1) });
        OnlyToLink(bench.FromKbus(Asked(serial: 2)));
        OnlyToLink(bench.FromKbus(Asked(serial: 1)));
        Assert.Equal(new MessageId(0, 2), bench.FromKbus(Asked(serial: 3))[1].Message!.InReplyTo);
    }

    [Fact]
    public void Many_answered_requests_leave_none_remembered()
    {
        for (var serial = 1u; serial <= 100_000; serial++)
        {
            _bench.FromKbus(Asked(serial: serial));
            _bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, serial) });
        }

        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
    }
}
