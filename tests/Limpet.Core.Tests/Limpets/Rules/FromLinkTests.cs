using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>limpet.md 4, rule by rule; the bindings are in <see cref="BindingTests"/>.</summary>
public sealed class FromLinkTests
{
    private readonly RulesBench _bench = new();

    [Fact]
    public void An_announcement_is_sent_as_it_is()
    {
        var message = Came("$.A", flags: MessageFlags.Urgent | MessageFlags.AllOrWait | (MessageFlags)0x10000) with { To = 3, FinalTo = new(4, 5) };
        Assert.Equal(message, OnlyToKbus(_bench.FromLink(message)));
    }

    [Fact]
    public void A_request_to_pass_on_is_sent_as_it_is() => Assert.Equal(CameAsked(), OnlyToKbus(_bench.FromLink(CameAsked())));

    [Fact]
    public void A_reply_to_network_0_is_an_original_s_echo_and_dropped()
    {
        _bench.FromKbus(Asked(serial: 5));
        OnlyDropped(_bench.FromLink(Came("$.Q") with { InReplyTo = new(0, 5) }), DropReason.EchoedReply);
        Assert.Equal(1, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void A_reply_to_what_is_not_remembered_is_a_listener_s_copy_and_dropped()
    {
        OnlyDropped(_bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 5) }), DropReason.UnknownRequest);
        OnlyDropped(_bench.FromLink(Came("$.Q") with { InReplyTo = new(3, 5) }), DropReason.UnknownRequest);
    }

    [Fact]
    public void A_reply_is_delivered_once()
    {
        _bench.FromKbus(Asked(serial: 5));
        OnlyToKbus(_bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 5) }));
        OnlyDropped(_bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 5) }), DropReason.UnknownRequest);
    }

    [Fact]
    public void A_reply_goes_to_who_asked_with_a_new_id_and_keeps_name_data_origin_and_the_user_s_flags()
    {
        _bench.FromKbus(Asked(from: 3, serial: 5));
        var came = Came("$.KBUS.Replier.Ignored", flags: (MessageFlags)0xABCD0000 | MessageFlags.Synthetic | MessageFlags.AllOrFail | MessageFlags.Urgent) with { InReplyTo = new(Own, 5), To = 99 };
        Assert.Equal(
            new KbusMessage(came.Name, came.Data) { To = 3, InReplyTo = new(0, 5), OrigFrom = came.OrigFrom, Flags = (MessageFlags)0xABCD0000 | MessageFlags.Urgent },
            OnlyToKbus(_bench.FromLink(came)));
    }

    [Fact]
    public void Crossing_requests_with_equal_serials_get_each_its_own_answer()
    {
        // 1:5 asked by Ksock 3 here, 2:5 asked there and put on our bus; and 9:5 from a bus beyond ours.
        _bench.FromKbus(Asked(from: 3, serial: 5));
        OnlyToKbus(_bench.FromLink(CameAsked(serial: 5)));
        _bench.FromKbus(Asked(from: 6, network: 9, serial: 5));

        Assert.Equal(new MessageId(Pair, 5), OnlyToLink(_bench.FromKbus(Heard("$.Q", from: 4, serial: 6) with { InReplyTo = new(Pair, 5), To = OurKsock })).InReplyTo);
        Assert.Equal((6u, new MessageId(9, 5)), Answered(9));
        Assert.Equal((3u, new MessageId(0, 5)), Answered(Own));

        (uint, MessageId) Answered(uint network)
        {
            var reply = OnlyToKbus(_bench.FromLink(Came("$.Q") with { InReplyTo = new(network, 5) }));
            return (reply.To, reply.InReplyTo);
        }
    }

    [Fact]
    public void A_request_overheard_on_the_other_side_is_sent_as_no_request()
    {
        var sent = OnlyToKbus(_bench.FromLink(Came("$.Q", flags: MessageFlags.WantAReply | (MessageFlags)0x30000)));
        Assert.Equal((MessageFlags)0x30000, sent.Flags);
        Assert.False(sent.IsRequest);
    }

    [Fact]
    public void A_stateful_request_without_a_replier_is_answered_GoneAway()
    {
        var request = CameAsked() with { To = 12, FinalTo = new(Own, 3) };
        Assert.Equal(new KbusMessage(StatusNames.GoneAway) { To = 4, InReplyTo = request.Id }, OnlyToLink(_bench.FromLink(request)));
    }

    [Fact]
    public void A_stateful_request_on_its_last_bus_goes_to_the_Ksock_it_is_for()
    {
        _bench.HasReplier("$.Q", 3);
        var request = CameAsked() with { To = 12, FinalTo = new(Own, 3) };
        Assert.Equal(request with { To = 3, FinalTo = new(0, 3) }, OnlyToKbus(_bench.FromLink(request)));
    }

    [Fact]
    public void A_stateful_request_on_its_last_bus_whose_replier_is_another_is_answered_NotSameKsock()
    {
        _bench.HasReplier("$.Q", 5);
        var request = CameAsked() with { To = 12, FinalTo = new(Own, 3) };
        Assert.Equal(new KbusMessage(StatusNames.NotSameKsock) { To = 4, InReplyTo = request.Id }, OnlyToLink(_bench.FromLink(request)));
    }

    [Fact]
    public void A_stateful_request_on_its_way_goes_to_the_replier_whoever_that_is()
    {
        _bench.HasReplier("$.Q", 5);
        var request = CameAsked() with { To = 12, FinalTo = new(9, 3) };
        Assert.Equal(request with { To = 5 }, OnlyToKbus(_bench.FromLink(request)));
    }

    [Fact]
    public void A_stateful_request_that_says_no_final_Ksock_goes_to_the_replier()
    {
        _bench.HasReplier("$.Q", 5);
        Assert.Equal(5u, OnlyToKbus(_bench.FromLink(CameAsked() with { To = 12 })).To);
    }

    [Theory]
    [InlineData("$.A.B.%")]
    [InlineData("$.A.B.*")]
    [InlineData("$.A.*")]
    [InlineData("$.*")]
    public void A_stateful_request_finds_a_replier_that_bound_a_wildcard(string wildcard)
    {
        _bench.HasReplier(wildcard, 3);
        Assert.Equal(3u, OnlyToKbus(_bench.FromLink(CameAsked("$.A.B.C") with { To = 12, FinalTo = new(Own, 3) })).To);
    }

    [Theory]
    [InlineData("$.A.%")]
    [InlineData("$.%")]
    [InlineData("$.A.B")]
    [InlineData("$.A.B.C.*")]
    public void A_wildcard_that_does_not_match_is_not_found(string wildcard)
    {
        _bench.HasReplier(wildcard, 3);
        Assert.Equal(StatusNames.GoneAway, OnlyToLink(_bench.FromLink(CameAsked("$.A.B.C") with { To = 12, FinalTo = new(Own, 3) })).Name);
    }

    [Fact]
    public void The_wildcards_of_a_name_come_most_specific_first()
        => Assert.Equal("$.A.B.C $.A.B.% $.A.B.* $.A.* $.*", string.Join(' ', ReplierCandidates.Of(MessageName.Parse("$.A.B.C"))));

    [Fact]
    public void Among_wildcards_KBUS_chooses_and_each_is_tried()
    {
        _bench.HasReplier("$.A.*", 5);
        _bench.HasReplier("$.*", 6);
        var first = OnlyToKbus(_bench.FromLink(CameAsked("$.A.B") with { To = 12, FinalTo = new(9, 3) }));
        Assert.Equal(5u, first.To);
        var second = OnlyToKbus(_bench.Refused(first, Errno.EPIPE));
        Assert.Equal(6u, second.To);
        Assert.Equal("$.KBUS.RemoteError.EPIPE", _bench.Refused(second, Errno.EPIPE)[1].Message!.Name.Value);
    }

    [Fact]
    public void On_the_last_bus_KBUS_may_know_better_who_the_replier_is()
    {
        _bench.HasReplier("$.A.*", 5);
        _bench.HasReplier("$.*", 3);
        var sent = OnlyToKbus(_bench.FromLink(CameAsked("$.A.B") with { To = 12, FinalTo = new(Own, 3) }));
        Assert.Equal(3u, sent.To);
        Assert.Equal(StatusNames.NotSameKsock, _bench.Refused(sent, Errno.EPIPE)[1].Message!.Name);
    }

    [Fact]
    public void Only_EPIPE_says_that_another_replier_is_to_be_tried()
    {
        _bench.HasReplier("$.A.*", 5);
        _bench.HasReplier("$.*", 6);
        var sent = OnlyToKbus(_bench.FromLink(CameAsked("$.A.B") with { To = 12, FinalTo = new(9, 3) }));
        Assert.Equal("$.KBUS.RemoteError.EBUSY", _bench.Refused(sent, Errno.EBUSY)[1].Message!.Name.Value);
    }

    [Fact]
    public void On_the_last_bus_no_other_replier_is_tried()
    {
        _bench.HasReplier("$.A.*", 3);
        _bench.HasReplier("$.*", 6);
        var sent = OnlyToKbus(_bench.FromLink(CameAsked("$.A.B") with { To = 12, FinalTo = new(Own, 3) }));
        Assert.Equal(3u, sent.To);
        Assert.Equal(StatusNames.NotSameKsock, _bench.Refused(sent, Errno.EPIPE)[1].Message!.Name);
    }

    [Fact]
    public void A_replier_that_is_gone_when_KBUS_refuses_is_followed_by_no_other()
    {
        _bench.HasReplier("$.A.*", 5);
        var sent = OnlyToKbus(_bench.FromLink(CameAsked("$.A.B") with { To = 12, FinalTo = new(9, 3) }));
        _bench.HasReplier("$.A.*", 6);
        Assert.Equal("$.KBUS.RemoteError.EPIPE", _bench.Refused(sent, Errno.EPIPE)[1].Message!.Name.Value);
    }

    [Theory]
    [InlineData(Errno.EBUSY)]
    [InlineData(Errno.EADDRNOTAVAIL)]
    [InlineData(Errno.ENOLCK)]
    [InlineData(Errno.EMSGSIZE)]
    public void A_request_that_KBUS_refuses_is_answered_with_the_errno_s_name(Errno errno)
    {
        var request = OnlyToKbus(_bench.FromLink(CameAsked(serial: 9)));
        var actions = _bench.Refused(request, errno);
        Assert.Equal([LimpetActionKind.Refused, LimpetActionKind.SendToLink], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(MessageName.Parse($"$.KBUS.RemoteError.{errno}")) { To = 4, InReplyTo = new(Pair, 9) }, actions[1].Message);
    }

    [Fact]
    public void Anything_else_that_KBUS_refuses_is_only_told()
    {
        Assert.Equal(Errno.EBUSY, Only(_bench.Refused(Came("$.A"), Errno.EBUSY), LimpetActionKind.Refused).Errno);
        Only(_bench.Refused(Came("$.A") with { InReplyTo = new(0, 5), To = 3 }, Errno.EADDRNOTAVAIL), LimpetActionKind.Refused);
        Only(_bench.Refused(Came("$.A") with { InReplyTo = new(0, 5), To = 3 }, Errno.ECONNREFUSED), LimpetActionKind.Refused);
    }

    [Fact]
    public void A_reply_that_our_bus_cannot_take_is_replaced_by_one_that_it_can()
    {
        _bench.FromKbus(Asked(from: 3, serial: 5));
        var reply = OnlyToKbus(_bench.FromLink(Came("$.Q") with { InReplyTo = new(Own, 5) }));
        var actions = _bench.Refused(reply, Errno.EMSGSIZE);
        Assert.Equal(new KbusMessage(MessageName.Parse("$.KBUS.RemoteError.EMSGSIZE")) { To = 3, InReplyTo = new(0, 5) }, actions[1].Message);
        Only(_bench.Refused(actions[1].Message!, Errno.EMSGSIZE), LimpetActionKind.Refused);
    }
}
