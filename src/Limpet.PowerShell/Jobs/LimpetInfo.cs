using Limpet.Core.Limpets.Session;

namespace Limpet.PowerShell.Jobs;

/// <summary>A Limpet as people see it: its two ends, its state, and what it has carried, all as they are at the moment of asking.</summary>
public sealed class LimpetInfo
{
    private readonly LimpetService _limpet;

    internal LimpetInfo(int id, LimpetService limpet)
    {
        Id = id;
        _limpet = limpet;
    }

    /// <summary>The id, which is that of its job.</summary>
    public int Id { get; }

    /// <summary>The number of its bus, 0 to 255.</summary>
    public int Kbus => _limpet.Kbus;

    /// <summary>Where it listens or has connected to.</summary>
    public string Endpoint => _limpet.Endpoint;

    /// <summary>Whether it listened or connected.</summary>
    public LimpetRole Role => _limpet.Role;

    /// <summary>Where it is in its life.</summary>
    public LimpetState State => _limpet.State;

    /// <summary>Its own network id.</summary>
    public uint NetworkId => _limpet.NetworkId;

    /// <summary>The network id of the other end: of the peer who came last, where there are several; null until one has come.</summary>
    public uint? Peer => _limpet.PeerNetworkId;

    /// <summary>Those at the other end, in the order in which they came.</summary>
    public IReadOnlyList<PeerInfo> Peers => [.. _limpet.Peers.Select(peer => new PeerInfo(Id, peer))];

    /// <summary>Why it is not connected; null where it is, or nothing went wrong.</summary>
    public string? Problem => _limpet.Problem;

    /// <summary>Messages that came over the link.</summary>
    public long In => _limpet.Counters.In;

    /// <summary>Messages that went over the link.</summary>
    public long Out => _limpet.Counters.Out;

    /// <summary>Requests that went over the link and whose answers have not come.</summary>
    public int Requests => _limpet.Counters.RequestsOutstanding;

    /// <summary>Messages and bindings that its bus refused.</summary>
    public long Refused => _limpet.Counters.Refused;

    /// <summary>Messages that were for the other end and not sent when a link ended.</summary>
    public long Undelivered => _limpet.Counters.Undelivered;

    /// <summary>Messages that went no further, by reason.</summary>
    public IReadOnlyDictionary<Core.Limpets.Rules.DropReason, long> Dropped => _limpet.Counters.DroppedByReason();

    /// <summary>How long it has been in its state.</summary>
    public TimeSpan Since => _limpet.InStateFor;

    /// <summary>The Limpet in one line.</summary>
    public override string ToString() => $"Limpet {Id}: bus {Kbus}, {Endpoint}, {State}";
}
