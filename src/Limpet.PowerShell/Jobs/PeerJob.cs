using System.Management.Automation;

using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;

namespace Limpet.PowerShell.Jobs;

/// <summary>
/// A peer of a Limpet that listens, as a child of the Limpet's job, with its state and counters; what happens to it is told by the Limpet's own. Stopping it
/// ends the link alone; a peer that connects again has a new one.
/// </summary>
public sealed class PeerJob : SessionJob
{
    private readonly LimpetJob _parent;
    private readonly int _link;
    private readonly string _peer;

    internal PeerJob(LimpetJob parent, ConnectedEvent connected)
        : base(parent.Command)
    {
        Name = $"{parent.Name}.{connected.Link}";
        PSJobTypeName = nameof(PeerJob);
        PSBeginTime = connected.At.LocalDateTime;
        _parent = parent;
        _link = connected.Link;
        _peer = connected.Peer;
        Network = connected.PeerNetworkId;
        SetJobState(JobState.Running);
    }

    /// <summary>The peer's network id.</summary>
    public uint Network { get; }

    /// <summary>Who the peer is, as far as the connection tells.</summary>
    public override string Location => _peer;

    /// <summary>The peer's network in words.</summary>
    public override string StatusMessage => $"network {Network}";

    /// <summary>How the link stands, while it does.</summary>
    public PeerInfo? Info => _parent.Info.Peers.FirstOrDefault(peer => peer.Link == _link);

    private protected override string What => "A peer's link";

    /// <summary>Ends the link, and returns once it has ended; one that ended before is left as it is.</summary>
    public override void StopJob()
    {
        if (_parent.Limpet.Peers.FirstOrDefault(peer => peer.Number == _link) is { } peer)
        {
            peer.Disconnect();
            peer.Completion.Wait();
        }
    }

    internal void End(LimpetOutcome outcome)
    {
        PSEndTime = DateTime.Now;
        var (state, reason) = LimpetJob.StateAfter(outcome);
        Become(state, reason);
    }
}
