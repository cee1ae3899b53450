using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// What a Limpet does with each message (limpet.md 3 and 4). It does no I/O, holds no lock and reads no clock: it is given messages, and what KBUS said to
/// what it wanted, and adds what is to be done to a list. Not for several threads at once.
/// </summary>
public sealed partial class LimpetRules
{
    private readonly LimpetRulesOptions _options;
    private readonly RememberedRequests _requests;

    // What the pair told us of repliers on its side, and what we told the pair of ours, under their names on our bus.
    private readonly Dictionary<MessageName, ProxiedName> _proxied = [];
    private readonly Dictionary<MessageName, uint> _announced = [];

    /// <summary>Rules for one link.</summary>
    public LimpetRules(LimpetRulesOptions options)
    {
        _options = options;
        _requests = new RememberedRequests(options.MostRequests);
        _guard = new LoopGuard(options.NetworkId, options.PairNetworkId);
    }

    /// <summary>Requests that went over the link and whose answers have not come.</summary>
    public int RequestsOutstanding => _requests.Count;

    /// <summary>The names that we are bound to as replier, in proxy.</summary>
    public IEnumerable<MessageName> HeldNames => _proxied.Values.Where(p => p.Held).Select(p => p.Name);

    /// <summary>The names that we would be bound to, did not somebody else on our bus hold them.</summary>
    public IEnumerable<MessageName> WishedNames => _proxied.Values.Where(p => p.Wanted && !p.Held).Select(p => p.Name);

    /// <summary>Whether our bus had no room for the event of a binding, or one comes and goes too fast, so that <see cref="RetryBindings"/> is to be called before long.</summary>
    public bool BindingsWait => _bindingsWait > 0;

    // An answer that we make goes back over the link: to = the message's from, in_reply_to = its id, id {0,0}, no data (limpet.md 4).
    private static KbusMessage AnswerTo(KbusMessage request, MessageName name) => new(name) { To = request.From, InReplyTo = request.Id };
}
