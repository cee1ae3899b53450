using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules;

/// <summary>The rules of a Limpet of network 1, with Ksock 7, whose pair is network 2.</summary>
internal sealed class RulesBench
{
    public const uint Own = 1;
    public const uint Pair = 2;
    public const uint OurKsock = 7;

    private readonly Dictionary<string, uint> _repliers = new(StringComparer.Ordinal);

    public RulesBench(
        int mostRequests = 1000, int mostBindings = 1000, string? termination = null, Func<LimpetRulesOptions, LimpetRulesOptions>? change = null)
        => Rules = new LimpetRules((change ?? (static o => o))(new LimpetRulesOptions
        {
            NetworkId = Own,
            PairNetworkId = Pair,
            KsockId = OurKsock,
            FindReplier = name => _repliers.GetValueOrDefault(name.Value),
            TerminationMessage = termination is null ? null : MessageName.Parse(termination),
            MostRequests = mostRequests,
            MostBindings = mostBindings,
        }));

    public LimpetRules Rules { get; }

    public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

    public void HasReplier(string name, uint ksock) => _repliers[name] = ksock;

    public List<LimpetAction> FromKbus(KbusMessage message) => Do(a => Rules.FromKbus(message, Now, a));

    public List<LimpetAction> FromLink(KbusMessage message) => Do(a => Rules.FromLink(message, Now, a));

    public List<LimpetAction> Refused(KbusMessage message, Errno errno) => Do(a => Rules.Refused(message, errno, a));

    public List<LimpetAction> Done(LimpetActionKind kind, string name, Errno errno) => Do(a => Rules.BindingDone(kind, MessageName.Parse(name), errno, Now, a));

    public List<LimpetAction> Retry() => Do(a => Rules.RetryBindings(Now, a));

    /// <summary>A message read from our Ksock.</summary>
    public static KbusMessage Heard(string name, uint from = 3, uint network = 0, uint serial = 5, MessageFlags flags = MessageFlags.None)
        => KbusMessage.Announcement(name, "data") with { Id = new(network, serial), From = from, Flags = flags };

    /// <summary>A Request that is ours to answer, in proxy.</summary>
    public static KbusMessage Asked(string name = "$.Q", uint from = 3, uint network = 0, uint serial = 5)
        => Heard(name, from, network, serial, MessageFlags.WantAReply | MessageFlags.WantYouToReply);

    /// <summary>A message from the other Limpet.</summary>
    public static KbusMessage Came(string name, uint serial = 9, MessageFlags flags = MessageFlags.None)
        => KbusMessage.Announcement(name, "data") with { Id = new(Pair, serial), From = 4, OrigFrom = new(Pair, 4), Flags = flags };

    public static KbusMessage CameAsked(string name = "$.Q", uint serial = 9) => Came(name, serial, MessageFlags.WantAReply | MessageFlags.WantYouToReply);

    public static KbusMessage BindEvent(string name, bool isBind = true, uint binder = 3, uint from = 0, MessageFlags flags = MessageFlags.Synthetic | MessageFlags.AllOrFail)
        => new(MessageName.ReplierBindEvent, new ReplierBindEvent(isBind, binder, MessageName.Parse(name)).ToData(bigEndian: false))
        {
            Id = new(0, 8), From = from, Flags = flags,
        };

    /// <summary>What a bind event for the pair says.</summary>
    public static ReplierBindEvent Told(KbusMessage message)
    {
        Assert.Equal(MessageName.ReplierBindEvent, message.Name);
        Assert.True(ReplierBindEvent.TryRead(message.Data.Span, bigEndian: false, out var bindEvent, out var fault), fault);
        return bindEvent;
    }

    public static KbusMessage OnlyToLink(List<LimpetAction> actions) => Only(actions, LimpetActionKind.SendToLink).Message!;

    public static KbusMessage OnlyToKbus(List<LimpetAction> actions) => Only(actions, LimpetActionKind.SendToKbus).Message!;

    public static LimpetAction Only(List<LimpetAction> actions, LimpetActionKind kind)
    {
        var action = Assert.Single(actions);
        Assert.Equal(kind, action.Kind);
        return action;
    }

    public static void OnlyDropped(List<LimpetAction> actions, DropReason reason) => Assert.Equal(reason, Only(actions, LimpetActionKind.Drop).Reason);

    private static List<LimpetAction> Do(Action<List<LimpetAction>> what)
    {
        var actions = new List<LimpetAction>();
        what(actions);
        return actions;
    }
}
