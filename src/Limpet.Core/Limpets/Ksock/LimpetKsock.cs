using System.Diagnostics;
using System.Runtime.InteropServices;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Ksock;

/// <summary>
/// A Ksock with a Limpet's rules on it (limpet.md 2 to 4): what is read from it is what goes to the other Limpet, and what is sent on it is what came from
/// there. Made on a Ksock that it sets up and from then on owns.
/// </summary>
/// <remarks>
/// KBUS may call back while it is sent something, into other Limpets of this process and into this one. So nothing is sent, bound or unbound with the lock
/// held: what the rules want of KBUS is queued, and whoever finds nobody at work on the queue works it off.
/// </remarks>
public sealed partial class LimpetKsock : IKsock
{
    private readonly IKsock _ksock;
    private readonly IBulkKsock? _bulk;
    private readonly LimpetOptions _options;
    private readonly EventTeller _teller;
    private readonly Lock _gate = new();
    private readonly List<LimpetAction> _actions = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private LimpetRules? _rules;
    private volatile bool _disposed;

    /// <summary>Sets the Ksock up. It is disposed with this one, and where this throws, by the caller.</summary>
    /// <param name="ksock">The Ksock, opened for reading and writing.</param>
    /// <param name="networkId">Our network id.</param>
    /// <param name="options">Message name, termination message, queue length, verbosity and where to tell.</param>
    /// <exception cref="KbusException">The bus refused the setting up.</exception>
    /// <exception cref="LimpetOptionException">The network id is 0.</exception>
    public LimpetKsock(IKsock ksock, uint networkId, LimpetOptions options)
        : this(ksock, networkId, options, new LimpetCounters(), new EventTeller(options.Logger, options.Verbosity, options.OnEvent))
    {
    }

    internal LimpetKsock(IKsock ksock, uint networkId, LimpetOptions options, LimpetCounters counters, EventTeller teller)
    {
        (options with { NetworkId = networkId }).Check();
        _ksock = ksock;
        _bulk = ksock as IBulkKsock;
        _options = options;
        _teller = teller;
        NetworkId = networkId;
        Counters = counters;
        KsockSetup.Apply(ksock, options);
        if (_bulk is not null)
        {
            _bulk.HearsItself = false;
        }

        _retry = new Timer(static state => ((LimpetKsock)state!).Retry(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Our network id.</summary>
    public uint NetworkId { get; }

    /// <summary>The pair's network id, 0 before <see cref="Meet"/>.</summary>
    public uint PairNetworkId { get; private set; }

    /// <summary>What has gone by.</summary>
    public LimpetCounters Counters { get; }

    /// <summary>Whether the termination message was read.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>What calls back when there is something to read, where the bus can.</summary>
    internal IReadableSource? Source => _ksock as IReadableSource;

    /// <summary>Tells who the other Limpet is, once it has said HELO. Nothing can be read or sent before.</summary>
    /// <exception cref="NetworkIdException">Its network id is 0, or ours.</exception>
    public void Meet(uint pairNetworkId)
    {
        if (pairNetworkId == 0 || pairNetworkId == NetworkId)
        {
            throw new NetworkIdException($"The pair's network id is {pairNetworkId}; expected 1 to 4294967295 and another one than ours, {NetworkId}.");
        }

        lock (_gate)
        {
            PairNetworkId = pairNetworkId;
            _rules = new LimpetRules(new LimpetRulesOptions
            {
                NetworkId = NetworkId,
                PairNetworkId = pairNetworkId,
                KsockId = _ksock.Id,
                FindReplier = name => _ksock.FindReplier(name.Value),
                TerminationMessage = _options.TerminationMessage,
                MostRequests = _options.MaxRequests,
                MostBindings = _options.MaxBindings,
                MostBindingBytes = (int)Math.Clamp(64L * _options.MaxBindings, LimpetRulesOptions.DefaultMostBindingBytes, int.MaxValue),
                MostMessageSize = _options.MaxMessageSize,
                Export = _options.Export,
                Import = _options.Import,
                ExportPrefix = _options.ExportPrefix is { } prefix ? NamePrefix.Parse(prefix) : null,
            });
        }
    }

    /// <summary>Closes the Ksock, whereupon KBUS answers what is outstanding (limpet.md 5).</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _retry.Dispose();
        }

        _ksock.Dispose();
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    private LimpetRules Rules => _rules ?? throw new InvalidOperationException("The Limpet has not met its pair yet; call Meet with the pair's network id first.");

    private void Tell(List<LimpetEvent>? events)
    {
        if (events is not null)
        {
            foreach (var e in events)
            {
                _teller.Tell(e);
            }
        }
    }

    // Puts what the rules want where it belongs; the lock is held. Messages for the link go to the list, or to the queue where there is none.
    private List<LimpetEvent>? Sort(List<KbusMessage>? toLink)
    {
        List<LimpetEvent>? events = null;
        var (each, leaving) = (_teller.EachMessage, 0);
        foreach (ref readonly var action in CollectionsMarshal.AsSpan(_actions))
        {
            switch (action.Kind)
            {
                case LimpetActionKind.SendToLink:
                    leaving++;
                    if (toLink is null)
                    {
                        _answers.Enqueue(action.Message!);
                        _answersUntold = true;
                    }
                    else
                    {
                        toLink.Add(action.Message!);
                    }

                    break;
                case LimpetActionKind.End:
                    IsTerminated = true;
                    break;
                case LimpetActionKind.Drop:
                    Counters.CountDropped(action.Reason);
                    break;
                case LimpetActionKind.Refused:
                    Counters.CountRefused();
                    break;
                case LimpetActionKind.SendToKbus or LimpetActionKind.Bind or LimpetActionKind.Unbind:
                    Enqueue(action);
                    break;
            }

            if (EventOf(action, each) is { } e)
            {
                (events ??= []).Add(e);
            }
        }

        _actions.Clear();
        Counters.CountOut(leaving);
        Counters.SetRequests(Rules.RequestsOutstanding);
        return events;
    }

    private LimpetEvent? EventOf(in LimpetAction action, bool each) => action.Kind switch
    {
        LimpetActionKind.SendToLink when each => new MessagePassedEvent(action.Message!, ToLink: true),
        LimpetActionKind.Drop when each && action.Reason != DropReason.OwnMessage => new MessageDroppedEvent(action.Message!, action.Reason),
        LimpetActionKind.Refused when action.Message is { } message => new MessageRefusedEvent(message, action.Errno),
        LimpetActionKind.Refused => new BindRefusedEvent(action.Name!, action.Errno),
        LimpetActionKind.Defer => new BindDeferredEvent(action.Name!),
        LimpetActionKind.HoldBack => new BindHeldBackEvent(action.Name!),
        LimpetActionKind.TellOfLoop => new LoopDetectedEvent(action.Message!, NetworkId, PairNetworkId),
        LimpetActionKind.TellOfLimit => new LimitReachedEvent(action.Limit, action.Value),
        _ => null,
    };
}
