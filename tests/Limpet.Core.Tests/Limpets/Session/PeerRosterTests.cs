using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Who is connected to a server, and who may be besides.</summary>
public sealed class PeerRosterTests
{
    private readonly PeerRoster _roster = new(2);

    [Fact]
    public void As_many_come_as_may_be_and_one_more_when_one_has_gone()
    {
        var (first, second, third) = (Peer(1, 1), Peer(2, 2), Peer(3, 3));
        Admit(first);
        Admit(second);
        Assert.Equal("as many peers are here already as may be, which is 2 (-MaxPeers)", _roster.Judge(third, out var displaced));
        Assert.Null(displaced);
        Assert.Equal([first, second], _roster.Peers);
        _roster.Remove(first);
        Admit(third);
        Assert.Equal([second, third], _roster.Peers);
    }

    [Fact]
    public void Whoever_comes_back_takes_the_place_of_their_old_connection_even_where_there_is_no_other()
    {
        var old = Peer(1, 7);
        Admit(old);
        Admit(Peer(2, 8));
        Assert.Null(_roster.Judge(Peer(3, 7), out var displaced));
        Assert.Same(old, displaced);
    }

    [Fact]
    public void A_connection_made_before_the_one_that_is_here_does_not_take_its_place()
    {
        Admit(Peer(5, 7));
        Assert.Equal("a later connection with network id 7, from process 5 of user root, is here already", _roster.Judge(Peer(4, 7), out var displaced));
        Assert.Null(displaced);
    }

    [Fact]
    public void A_stranger_does_not_take_the_place_of_a_network_id_that_is_in_use()
    {
        Admit(Peer(1, 7));
        Assert.Equal(
            "network id 7 is in use here by process 1 of user root; give each Limpet a network id of its own (-NetworkId)",
            _roster.Judge(Peer(2, 7, who: "user nobody"), out var displaced));
        Assert.Null(displaced);
    }

    private static LimpetPeer Peer(int number, uint networkId, string who = "user root")
        => new(number, new PeerIdentity(who, $"process {number} of {who}"), new EventTeller(Serilog.Core.Logger.None, 1, callback: null)) { NetworkId = networkId };

    private void Admit(LimpetPeer peer)
    {
        Assert.Null(_roster.Judge(peer, out var displaced));
        Assert.Null(displaced);
        _roster.Add(peer);
    }
}
