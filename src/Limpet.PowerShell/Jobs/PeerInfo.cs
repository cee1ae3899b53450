using Limpet.Core.Limpets.Session;

namespace Limpet.PowerShell.Jobs;

/// <summary>A peer of a Limpet as people see it: who it is and what has gone by on its link, as it is at the moment of asking.</summary>
public sealed class PeerInfo
{
    private readonly LimpetPeer _peer;

    internal PeerInfo(int limpet, LimpetPeer peer)
    {
        Limpet = limpet;
        _peer = peer;
    }

    /// <summary>The id of its Limpet.</summary>
    public int Limpet { get; }

    /// <summary>Which link of the Limpet it is: 1, 2, ... as they came.</summary>
    public int Link => _peer.Number;

    /// <summary>Its network id.</summary>
    public uint NetworkId => _peer.NetworkId;

    /// <summary>Who it is, as far as the connection tells: a process and its user, a host, or a certificate.</summary>
    public string Who => _peer.Identity.Where;

    /// <summary>Messages that came from it.</summary>
    public long In => _peer.Counters.In;

    /// <summary>Messages that went to it.</summary>
    public long Out => _peer.Counters.Out;

    /// <summary>Requests that went to it and whose answers have not come.</summary>
    public int Requests => _peer.Counters.RequestsOutstanding;

    /// <summary>Messages and bindings of its that our bus refused.</summary>
    public long Refused => _peer.Counters.Refused;

    /// <summary>Messages that went no further, by reason.</summary>
    public IReadOnlyDictionary<Core.Limpets.Rules.DropReason, long> Dropped => _peer.Counters.DroppedByReason();

    /// <summary>How long it has been connected.</summary>
    public TimeSpan Since => _peer.ConnectedFor;

    /// <summary>The peer in one line.</summary>
    public override string ToString() => $"network {NetworkId}, {Who}";
}
