using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Ksock;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Wire;

namespace Limpet.Core.Limpets.Session;

/// <content>Its links: how one comes about, who may have one, and what they have counted.</content>
public sealed partial class LimpetService
{
    // Asks for the absolute maximum (kbus.md 4, MAXMSGSIZE): a message that the bus does not take at present is refused by it, and does not end the link.
    private const uint AskMaximum = 1;

    // So long whoever is sent away may take to hear it, or to go.
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(1);

    private readonly PeerRoster _roster;
    private readonly LimpetCounters _past = new();
    private int _links;

    /// <summary>Those who are connected, in the order in which they came.</summary>
    public IReadOnlyList<LimpetPeer> Peers
    {
        get
        {
            lock (_gate)
            {
                return [.. _roster.Peers];
            }
        }
    }

    /// <summary>What has gone by on all links together, up to the moment of asking.</summary>
    public LimpetCounters Counters
    {
        get
        {
            var all = new LimpetCounters();
            lock (_gate)
            {
                all.Add(_past, running: false);
                foreach (var peer in _roster.Peers)
                {
                    all.Add(peer.Counters, running: true);
                }
            }

            return all;
        }
    }

    // In the order of the connections, whoever is met first.
    private int NextLink() => Interlocked.Increment(ref _links);

    private LimpetPeer NewPeer(LinkTransport transport) => NewPeer(NextLink(), transport);

    private LimpetPeer NewPeer(int number, LinkTransport transport) => new(number, transport.Peer, _teller);

    // From HELO to the end of the link, on the calling thread; it closes the transport. Throws where there never was a link.
    private LimpetOutcome RunLink(LimpetPeer peer, LinkTransport transport, WireDecoder? decoder = null, Action? whenMet = null)
    {
        LimpetLink link;
        try
        {
            link = Meet(peer, transport, decoder);
        }
        catch (Exception e)
        {
            if (e is PeerRefusedException refused)
            {
                FarewellExchange.Say(transport, new Farewell(FarewellKind.Refused, refused.Reason), NetworkId, FarewellPatience);
            }

            decoder?.Dispose();
            transport.Dispose();
            throw;
        }

        whenMet?.Invoke();
        PeerNetworkId = peer.NetworkId;
        Problem = null;
        Become(LimpetState.Connected);
        peer.Teller.Tell(new ConnectedEvent(peer.NetworkId, NetworkId, Endpoint, Bus) { Peer = peer.Identity.ToString() });
        var outcome = RunToEnd(link);
        Leave(peer, outcome);
        return outcome;
    }

    // Where even a thread cannot be had, it ends like any other, and whoever waits for its place gets it.
    private static LimpetOutcome RunToEnd(LimpetLink link)
    {
        try
        {
            return link.Run();
        }
        catch (Exception e)
        {
            return LimpetOutcome.Failed(e);
        }
    }

    // Everything sent on our bus since before our HELO goes to the peer, so that a peer that has met us misses nothing.
    private LimpetLink Meet(LimpetPeer peer, LinkTransport transport, WireDecoder? decoder)
    {
        using var stop = _stopping.Token.UnsafeRegister(static t => ((LinkTransport)t!).ShutDown(), transport);
        if (decoder is null)
        {
            transport.Open(_options.Timeout);
            peer.Identity = transport.Peer;
        }

        transport.Bear(_options.StallTimeout);
        if (AccessPolicy.Judge(peer.Identity, _options, Role) is { } reason)
        {
            HeloExchange.Say(transport, NetworkId, _options.Timeout);
            throw new PeerRefusedException(reason);
        }

        var bare = OpenKsockOfLink();
        LimpetKsock? ksock = null;
        WireDecoder? own = null;
        try
        {
            ksock = new LimpetKsock(bare, NetworkId, _options, peer.Counters, peer.Teller);
            if (decoder is null)
            {
                SayHelo(peer, transport);
                own = new WireDecoder(checked((int)ksock.MaxMessageSize(AskMaximum)));
            }

            ksock.Meet(peer.NetworkId);
            peer.Link = new LimpetLink(transport, decoder ?? own!, ksock, _options, peer.Teller, $"limpet {Endpoint} {peer.NetworkId}");
            Admit(peer);
            return peer.Link;
        }
        catch
        {
            peer.Link?.Abandon();
            ksock?.Dispose();
            bare.Dispose();
            own?.Dispose();
            throw;
        }
    }

    private void SayHelo(LimpetPeer peer, LinkTransport transport)
    {
        var said = 0;
        try
        {
            peer.NetworkId = HeloExchange.Run(transport, NetworkId, _options.Timeout, out said);
        }
        finally
        {
            peer.HasSpoken = said > 0;
        }
    }

    private void Admit(LimpetPeer peer)
    {
        while (true)
        {
            LimpetPeer? displaced;
            lock (_gate)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                if (_roster.Judge(peer, out displaced) is { } refusal)
                {
                    throw new PeerRefusedException(refusal);
                }

                if (displaced is null)
                {
                    peer.Connected();
                    _roster.Add(peer);
                    return;
                }
            }

            Displace(displaced, by: peer);
        }
    }

    // The old link is gone before the new one begins, with its Ksock and all that it stood in for.
    private static void Displace(LimpetPeer old, LimpetPeer by)
    {
        var reason = $"another connection with network id {by.NetworkId}, from {by.Identity}, has taken this one's place; give each Limpet a network id of its own (-NetworkId)";
        old.Link!.EndWith(new Farewell(FarewellKind.Displaced, reason));
        if (!old.Completion.Wait(2 * FarewellPatience))
        {
            old.Link.Abort();
            old.Completion.Wait();
        }
    }

    private void Leave(LimpetPeer peer, LimpetOutcome outcome)
    {
        lock (_gate)
        {
            _roster.Remove(peer);
            _past.Add(peer.Counters, running: false);
            if (Role == LimpetRole.Server && !_options.Once && _roster.Peers.Count == 0)
            {
                Become(LimpetState.Listening);
            }
        }

        peer.Teller.Tell(new DisconnectedEvent(outcome));
        peer.Complete(outcome);
        if (outcome.End == LimpetEnd.TerminationMessage)
        {
            StartThread($"limpet {Endpoint} end", Terminate);
        }
    }
}
