using System.Diagnostics;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Transport;

namespace Limpet.Core.Limpets.Session;

/// <summary>A link of a Limpet with one other: a server has one a peer, a client one after another. It has a Ksock and counters of its own.</summary>
public sealed class LimpetPeer
{
    private readonly TaskCompletionSource<LimpetOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LimpetPeer(int number, PeerIdentity identity, EventTeller teller)
    {
        Number = number;
        Identity = identity;
        Teller = teller.OfLink(number);
    }

    /// <summary>Which link of its Limpet it is, 1, 2, ... in the order of the connections; <see cref="LimpetEvent.Link"/> of what happens to it.</summary>
    public int Number { get; }

    /// <summary>Who is at the other end, as far as the connection tells.</summary>
    public PeerIdentity Identity { get; internal set; }

    /// <summary>The other end's network id.</summary>
    public uint NetworkId { get; internal set; }

    /// <summary>Since when it has been connected.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>How long it has been connected, wherever the machine's clock was set meanwhile.</summary>
    public TimeSpan ConnectedFor => Stopwatch.GetElapsedTime(ConnectedAt);

    /// <summary>What has gone by on this link.</summary>
    public LimpetCounters Counters { get; } = new();

    /// <summary>Ends when the link does, and says how; never fails nor is cancelled.</summary>
    public Task<LimpetOutcome> Completion => _completion.Task;

    internal EventTeller Teller { get; }

    internal LimpetLink? Link { get; set; }

    /// <summary>When it was connected, of the clock that does not jump.</summary>
    internal long ConnectedAt { get; private set; }

    /// <summary>Whether any byte of a HELO came.</summary>
    internal bool HasSpoken { get; set; }

    /// <summary>Ends this link alone; returns at once. A peer that connects again is welcome.</summary>
    public void Disconnect() => Link?.End(new LimpetOutcome(LimpetEnd.Stopped, "The link was ended here."));

    internal void Connected() => (Since, ConnectedAt) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());

    internal void Complete(LimpetOutcome outcome) => _completion.TrySetResult(outcome);
}
