using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Ksocks;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Which Ksocks a Limpet has on its bus, and that none of them is left.</summary>
public sealed class HeldKsocksTests : IDisposable
{
    private const int Bus = 3;

    private static readonly MessageName Die = MessageName.Parse("$.Die");

    private readonly Junction _junction = new();
    private readonly EventLog _events = new();
    private readonly EmbeddedBuses _buses = EmbeddedBuses.Private();
    private readonly IKsock _looking;
    private int _opened;

    public HeldKsocksTests() => _looking = _buses.Open(Bus);

    private int Held => _buses.Inspect(Bus)!.Ksocks.Count - 1;

    public void Dispose()
    {
        _junction.Dispose();
        _buses.Dispose();
    }

    [Fact]
    public async Task Each_link_has_a_Ksock_of_its_own_and_none_is_left_at_the_end()
    {
        var (server, endpoint) = Serve(Die);
        server.Start();
        Assert.Equal(2, _opened);
        using var first = Meet(endpoint, 1);
        Assert.Equal(2, _opened);
        using var second = Meet(endpoint, 2);
        Assert.Equal((3, 3), (_opened, Held));
        _looking.Send(KbusMessage.Announcement("$.Die"));
        Assert.Equal(LimpetEnd.TerminationMessage, (await server.Completion.WaitAsync(Patience)).End);
        Assert.Equal(0, Held);
    }

    [Fact]
    public void One_that_listens_for_its_termination_message_and_is_stopped_leaves_none()
    {
        var (server, endpoint) = Serve(Die);
        server.Start();
        using var peer = Meet(endpoint, 1);
        server.Stop();
        Assert.Equal(0, Held);
    }

    [Fact]
    public void One_that_cannot_begin_leaves_none()
    {
        var server = _junction.Own(LimpetService.Listen(new UnixEndpoint("/no/such/directory/l"), Options(Die)));
        Assert.Throws<EndpointException>(server.Start);
        Assert.Equal((2, 0), (_opened, Held));
    }

    [Fact]
    public void Whoever_is_no_Limpet_costs_none()
    {
        var (server, endpoint) = Serve();
        server.Start();
        using (var stranger = endpoint.Connect(Patience))
        {
            stranger.Send("GET / HT"u8);
            _events.Expect<PeerFailedEvent>();
        }

        Assert.Equal(0, Held);
    }

    [Fact]
    public void A_Ksock_that_cannot_be_set_up_is_closed()
    {
        var (server, endpoint) = Serve(open: _ => new StubbornKsock(_buses.Open(Bus)));
        server.Start();
        using var peer = endpoint.Connect(Patience);
        Assert.Contains("EPERM", _events.Expect<PeerFailedEvent>().Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0), (_opened, Held));
    }

    [Fact]
    public void A_bus_that_was_replaced_before_the_first_peer_came_is_found_again()
    {
        using var before = EmbeddedBuses.Private();
        var (server, endpoint) = Serve(open: number => number == 1 ? before.Open(Bus) : _buses.Open(Bus));
        server.Start();
        before.Dispose();
        using var peer = Meet(endpoint, 1);
        _looking.Bind("$.A", BindingKind.Listener);
        peer.Send(KbusMessage.Announcement("$.A"));
        _looking.Receive(_junction.Timeout);
        Assert.Equal(2, _opened);
    }

    private (LimpetService Service, Endpoint Endpoint) Serve(MessageName? termination = null, Func<int, IKsock>? open = null)
    {
        var endpoint = _junction.NewEndpoint();
        return (_junction.Own(LimpetService.Listen(endpoint, Options(termination, open))), endpoint);
    }

    // Whoever opens is told the how manieth Ksock it is.
    private LimpetOptions Options(MessageName? termination = null, Func<int, IKsock>? open = null)
    {
        open ??= _ => _buses.Open(Bus);
        return _junction.Options(Bus, 100, _events) with { Once = false, TerminationMessage = termination, OpenKsock = () => open(Interlocked.Increment(ref _opened)) };
    }

    private LimpetSocket Meet(Endpoint endpoint, uint networkId)
    {
        var socket = LimpetSocket.Connect(endpoint, networkId, Patience, _junction.Timeout);
        _events.Expect<ConnectedEvent>();
        return socket;
    }

    /// <summary>Cannot be bound.</summary>
    private sealed class StubbornKsock(IKsock inner) : ForwardingKsock(inner)
    {
        public override void Bind(string name, BindingKind kind) => throw new KbusException(Errno.EPERM, KsockOperation.Bind, HeldKsocksTests.Bus, name);
    }
}
