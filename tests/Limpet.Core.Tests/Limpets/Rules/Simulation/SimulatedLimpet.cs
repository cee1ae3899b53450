using Limpet.Core.Bus;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Rules.Simulation;

/// <summary>One end of a link: a Ksock set up as limpet.md 2 says, the rules, and what is on its way from the other end.</summary>
internal sealed class SimulatedLimpet
{
    private const uint On = 1;

    private readonly BusKsock _ksock;
    private readonly LimpetRules _rules;
    private readonly Queue<KbusMessage> _arriving = new();
    private readonly List<LimpetAction> _actions = [];
    private SimulatedLimpet? _pair;

    private SimulatedLimpet(BusDevice bus, uint network, uint pairNetwork, Func<LimpetRulesOptions, LimpetRulesOptions>? change)
    {
        _ksock = bus.Open();
        _ksock.Set(KsockOperation.MaxMessages, 10_000, out _);
        _ksock.Set(KsockOperation.MessagesOnlyOnce, On, out _);
        _ksock.Bind("$.*", BindingKind.Listener);
        _ksock.Bind(MessageName.ReplierBindEvent.Value, BindingKind.Listener);
        Assert.Equal(Errno.None, _ksock.Set(KsockOperation.ReportReplierBinds, On, out _));
        _rules = new LimpetRules((change ?? (static o => o))(new LimpetRulesOptions
        {
            NetworkId = network,
            PairNetworkId = pairNetwork,
            KsockId = _ksock.Id,
            FindReplier = name => _ksock.FindReplier(name.Value, out var replier) == Errno.None ? replier : 0,
        }));
    }

    /// <summary>What went no further here, and why.</summary>
    public List<(DropReason Reason, KbusMessage Message)> Dropped { get; } = [];

    /// <summary>How often it said that the buses form a loop.</summary>
    public int LoopsTold { get; private set; }

    public bool HasSomethingToRead => _ksock.IsReadable;

    public bool HasSomethingArriving => _arriving.Count > 0;

    public bool HasBindingsWaiting => _rules.BindingsWait;

    public int RequestsOutstanding => _rules.RequestsOutstanding;

    public static (SimulatedLimpet A, SimulatedLimpet B) Join(
        (BusDevice Bus, uint Network) a, (BusDevice Bus, uint Network) b, Func<LimpetRulesOptions, LimpetRulesOptions>? changeA = null, Func<LimpetRulesOptions, LimpetRulesOptions>? changeB = null)
    {
        var (one, other) = (new SimulatedLimpet(a.Bus, a.Network, b.Network, changeA), new SimulatedLimpet(b.Bus, b.Network, a.Network, changeB));
        (one._pair, other._pair) = (other, one);
        return (one, other);
    }

    public void Read(TimeSpan now)
    {
        _rules.FromKbus(_ksock.Receive()!, now, _actions);
        DoAll(now);
    }

    public void TakeArrived(TimeSpan now)
    {
        _rules.FromLink(_arriving.Dequeue(), now, _actions);
        DoAll(now);
    }

    public void RetryBindings(TimeSpan now)
    {
        _rules.RetryBindings(now, _actions);
        DoAll(now);
    }

    private void DoAll(TimeSpan now)
    {
        for (var i = 0; i < _actions.Count; i++)
        {
            Do(_actions[i], now);
        }

        _actions.Clear();
    }

    private void Do(LimpetAction action, TimeSpan now)
    {
        switch (action.Kind)
        {
            case LimpetActionKind.SendToLink:
                _pair!._arriving.Enqueue(action.Message!);
                break;
            case LimpetActionKind.SendToKbus when _ksock.Send(action.Message!, out _) is var errno and not Errno.None:
                _rules.Refused(action.Message!, errno, _actions);
                break;
            case LimpetActionKind.Bind:
                _rules.BindingDone(action.Kind, action.Name!, _ksock.Bind(action.Name!.Value, BindingKind.Replier), now, _actions);
                break;
            case LimpetActionKind.Unbind:
                _rules.BindingDone(action.Kind, action.Name!, _ksock.Unbind(action.Name!.Value, BindingKind.Replier), now, _actions);
                break;
            case LimpetActionKind.Drop:
                Dropped.Add((action.Reason, action.Message!));
                break;
            case LimpetActionKind.TellOfLoop:
                LoopsTold++;
                break;
        }
    }
}
