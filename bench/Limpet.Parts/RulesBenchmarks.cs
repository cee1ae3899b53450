using BenchmarkDotNet.Attributes;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Parts;

/// <summary>What a Limpet makes of a message. Each is made anew, since one that came before is a loop: one message of the bytes allocated is that.</summary>
public class RulesBenchmarks
{
    private const uint Own = 1;
    private const uint Pair = 2;
    private const uint Ksock = 7;

    private readonly List<LimpetAction> _actions = [];
    private readonly KbusMessage _heard = Samples.Announcement(64);
    private readonly KbusMessage _came = Samples.Announcement(64) with { Id = new MessageId(Pair, 1), OrigFrom = new OriginId(Pair, 4) };
    private readonly LimpetRules _rules = new(new LimpetRulesOptions { NetworkId = Own, PairNetworkId = Pair, KsockId = Ksock, FindReplier = _ => 0 });
    private TimeSpan _now = TimeSpan.FromDays(1);
    private uint _serial;

    /// <summary>From our bus to the link.</summary>
    [Benchmark]
    public int FromKbus()
    {
        Next();
        _rules.FromKbus(_heard with { Id = new MessageId(0, _serial) }, _now, _actions);
        return _actions.Count;
    }

    /// <summary>From the link to our bus.</summary>
    [Benchmark]
    public int FromLink()
    {
        Next();
        _rules.FromLink(_came with { Id = new MessageId(Pair, _serial) }, _now, _actions);
        return _actions.Count;
    }

    private void Next()
    {
        _actions.Clear();
        _serial++;
        _now += TimeSpan.FromMicroseconds(1);
    }
}
