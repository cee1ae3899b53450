using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;
using static Limpet.Core.Tests.Limpets.Rules.RulesBench;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>What is too long or too much does not pass, and is told once a minute.</summary>
public sealed class LimitTests
{
    private static readonly int Most = MemoryLayout.Native.EntireLength(nameLength: 3, dataLength: 20);

    private readonly RulesBench _bench = new(change: static o => o with { MostMessageSize = Most });

    [Fact]
    public void A_message_over_the_size_passes_neither_way()
    {
        OnlyToLink(_bench.FromKbus(Sized(Heard("$.A"), 20)));
        OnlyToKbus(_bench.FromLink(Sized(Came("$.A"), 20)));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.TellOfLimit], _bench.FromKbus(Sized(Heard("$.A"), 21)).Select(a => a.Kind));
        OnlyDropped(_bench.FromLink(Sized(Came("$.A"), 21)), DropReason.TooLong);
        OnlyDropped(_bench.FromKbus(Sized(Heard("$.A", flags: MessageFlags.WantAReply), 21)), DropReason.TooLong);
    }

    [Fact]
    public void A_request_over_the_size_is_answered_to_where_it_came_from()
    {
        var actions = _bench.FromKbus(Sized(Asked(from: 3, serial: 5), 21));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToKbus, LimpetActionKind.TellOfLimit], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(MessageName.Parse("$.KBUS.RemoteError.EMSGSIZE")) { To = 3, InReplyTo = new(0, 5) }, actions[1].Message);
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);

        actions = _bench.FromLink(Sized(CameAsked(serial: 9), 21));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToLink], actions.Select(a => a.Kind));
        Assert.Equal(new KbusMessage(MessageName.Parse("$.KBUS.RemoteError.EMSGSIZE")) { To = 4, InReplyTo = new(Pair, 9) }, actions[1].Message);
    }

    [Fact]
    public void In_place_of_a_reply_over_the_size_goes_one_that_says_so()
    {
        var actions = _bench.FromKbus(Sized(Heard("$.Q", from: 3) with { InReplyTo = new(Pair, 4), To = OurKsock }, 21));
        Assert.Equal(DropReason.TooLong, actions[0].Reason);
        Assert.Equal(LimpetActionKind.SendToLink, actions[2].Kind);
        Assert.Equal(("$.KBUS.RemoteError.EMSGSIZE", new MessageId(Pair, 4), 0), (actions[2].Message!.Name.Value, actions[2].Message!.InReplyTo, actions[2].Message!.Data.Length));

        _bench.FromKbus(Asked(from: 3, serial: 5));
        actions = _bench.FromLink(Sized(Came("$.Q") with { InReplyTo = new(Own, 5) }, 21));
        Assert.Equal([LimpetActionKind.Drop, LimpetActionKind.SendToKbus], actions.Select(a => a.Kind));
        var reply = actions[1].Message!;
        Assert.Equal(("$.KBUS.RemoteError.EMSGSIZE", 3u, new MessageId(0, 5), 0), (reply.Name.Value, reply.To, reply.InReplyTo, reply.Data.Length));
        Assert.Equal(0, _bench.Rules.RequestsOutstanding);
    }

    [Fact]
    public void Each_limit_is_told_once_a_minute()
    {
        var bench = new RulesBench(mostRequests: 1, mostBindings: 3, change: static o => o with { MostMessageSize = Most, MostBindingBytes = 2000 });
        Assert.Equal([(LimpetLimit.MessageSize, Most)], Told(bench.FromKbus(Sized(Heard("$.A"), 21))));
        bench.FromKbus(Asked(serial: 1));
        Assert.Equal([(LimpetLimit.Requests, 1)], Told(bench.FromKbus(Asked(serial: 2))));
        bench.FromLink(BindEvent("$.A"));
        Assert.Equal([(LimpetLimit.BindingBytes, 2000)], Told([.. bench.FromLink(BindEvent("$." + new string('x', 998))), .. bench.FromLink(BindEvent("$." + new string('y', 998)))]));
        Assert.Empty(Told(bench.FromLink(BindEvent("$.B"))));
        Assert.Equal([(LimpetLimit.Bindings, 3)], Told(bench.FromLink(BindEvent("$.C"))));

        bench.Now += TimeSpan.FromSeconds(59);
        Assert.Empty(Told([.. bench.FromLink(Sized(Came("$.A"), 21)), .. bench.FromKbus(Asked(serial: 3)), .. bench.FromLink(BindEvent("$.D"))]));
        bench.Now += TimeSpan.FromSeconds(1);
        Assert.Equal([(LimpetLimit.MessageSize, Most)], Told(bench.FromLink(Sized(Came("$.A"), 21))));
        Assert.Equal([(LimpetLimit.Requests, 1)], Told(bench.FromKbus(Asked(serial: 4))));
    }

    [Fact]
    public void Its_event_says_what_becomes_of_it()
    {
        Assert.All(Enum.GetValues<LimpetLimit>(), limit => Assert.Contains("1234", new LimitReachedEvent(limit, 1234).Text));
        Assert.Contains("EMSGSIZE", new LimitReachedEvent(LimpetLimit.MessageSize, 1234).Text);
    }

    private static KbusMessage Sized(KbusMessage message, int bytes) => message with { Data = new byte[bytes] };

    private static IEnumerable<(LimpetLimit Limit, int Value)> Told(IEnumerable<LimpetAction> actions)
        => actions.Where(a => a.Kind == LimpetActionKind.TellOfLimit).Select(a => (a.Limit, (int)a.Value));
}
