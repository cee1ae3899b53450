namespace Limpet.Core.Limpets.Session;

/// <summary>Who is connected, and who may be besides. Not for several threads at once.</summary>
/// <param name="most">How many peers there may be.</param>
internal sealed class PeerRoster(int most)
{
    private readonly List<LimpetPeer> _peers = [];

    /// <summary>Those who are connected, in the order in which they came.</summary>
    public IReadOnlyList<LimpetPeer> Peers => _peers;

    /// <summary>
    /// Says what is to become of somebody who has said HELO. A network id names one bus, so it can be here once; whoever comes back while the old
    /// connection still looks alive takes its place, but a stranger does not.
    /// </summary>
    /// <param name="newcomer">Who said it, and how many had connected before.</param>
    /// <param name="displaced">Whose place is to be taken; they must be gone before they are asked again.</param>
    /// <returns>Why the newcomer is refused; null where they are not.</returns>
    public string? Judge(LimpetPeer newcomer, out LimpetPeer? displaced)
    {
        displaced = null;
        if (_peers.Find(p => p.NetworkId == newcomer.NetworkId) is { } same)
        {
            if (!same.Identity.IsSameAs(newcomer.Identity))
            {
                return $"network id {newcomer.NetworkId} is in use here by {same.Identity}; give each Limpet a network id of its own (-NetworkId)";
            }

            if (same.Number > newcomer.Number)
            {
                // Its HELO was read late. Whoever made this connection has most likely left it, and must not be told that they were displaced on the one they made since.
                return $"a later connection with network id {newcomer.NetworkId}, from {same.Identity}, is here already";
            }

            displaced = same;
            return null;
        }

        return _peers.Count < most ? null : $"as many peers are here already as may be, which is {most} (-MaxPeers)";
    }

    public void Add(LimpetPeer peer) => _peers.Add(peer);

    public void Remove(LimpetPeer peer) => _peers.Remove(peer);
}
