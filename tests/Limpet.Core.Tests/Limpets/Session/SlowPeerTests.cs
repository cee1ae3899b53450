using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Endpoints;
using static Limpet.Core.Tests.Limpets.Session.Junction;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>Peers that take what they are sent, but little at a time; it takes seconds to see that they may.</summary>
public sealed class SlowPeerTests : IDisposable
{
    private readonly Junction _junction = new();

    public void Dispose() => _junction.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_reads_slowly_is_not_dropped(bool tcp)
    {
        var endpoint = tcp ? new TcpEndpoint("127.0.0.1", EndpointTests.FreePort()) : _junction.NewEndpoint();
        var (_, events) = _junction.Serve(2, endpoint, change: o => o with { StallTimeout = TimeSpan.FromSeconds(3) });
        using var peer = endpoint.Connect(Patience);
        peer.Send([.. "HELO"u8, 0, 0, 0, 1]);
        events.Expect<ConnectedEvent>();
        var sender = _junction.Open(2);
        for (var i = 0; i < 1000; i++)
        {
            sender.Send(KbusMessage.Announcement("$.Big", new string('x', 10_000)));
        }

        // Some bytes a moment for longer than the limit, and far fewer than free the buffer; by TCP enough that its window opens now and then.
        var buffer = new byte[tcp ? 20_000 : 4000];
        for (var i = 0; i < 50; i++)
        {
            Assert.NotEqual(0, peer.Receive(buffer));
            await Task.Delay(100, _junction.Timeout);
        }

        Assert.Equal(0, events.Count<DisconnectedEvent>());
    }
}
