using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Endpoints;

/// <summary>Connecting where it takes long, where it is cancelled, and where the first address of a host is not the one that listens.</summary>
public sealed class SocketDialTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_takes_longer_than_its_time_is_given_up(bool isUnix)
    {
        using var full = Full(isUnix);
        var begun = Stopwatch.GetTimestamp();
        var e = Assert.Throws<LimpetTimeoutException>(() => full.Endpoint.Connect(TimeSpan.FromMilliseconds(50)));
        Assert.Equal($"Connecting to {full.Endpoint} took longer than 0.05 s.", e.Message);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromMilliseconds(45), Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_can_be_cancelled_meanwhile(bool isUnix)
    {
        using var full = Full(isUnix);
        using var cancelling = new CancellationTokenSource();
        var connecting = Task.Factory.StartNew(() => full.Endpoint.Connect(Timeout.InfiniteTimeSpan, cancelling.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // Cancelled later or at once, it ends; that it was not over before it was cancelled is what the full socket sees to.
        await Task.WhenAny(connecting, Task.Delay(20, TestContext.Current.CancellationToken));
        Assert.False(connecting.IsCompleted);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Cancelled_before_it_nobody_is_connected_to()
    {
        using var listener = new UnixEndpoint(_directory.At("s")).Listen();
        Assert.ThrowsAny<OperationCanceledException>(() => listener.Endpoint.Connect(Patience, new CancellationToken(canceled: true)));
        using var client = listener.Endpoint.Connect(Patience, TestContext.Current.CancellationToken);
        client.Send("x"u8);
        using var first = listener.Accept(TestContext.Current.CancellationToken);
        Assert.Equal(1, first.Receive(new byte[8]));
    }

    [Fact]
    public async Task Where_room_is_made_meanwhile_it_is_connected_and_sends_without_a_limit()
    {
        using var full = new FullSocket(new UnixEndpoint(_directory.At("s")));
        var connecting = Task.Factory.StartNew(() => full.Endpoint.Connect(Patience), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        full.AcceptAll();
        using var client = await connecting;
        Assert.Equal((true, 0), (client.Connected, client.SendTimeout));
    }

    [Fact]
    public void Without_a_limit_it_connects_as_well()
    {
        using var listener = new TcpEndpoint("127.0.0.1", EndpointTests.FreePort()).Listen();
        using var client = listener.Endpoint.Connect(Timeout.InfiniteTimeSpan);
        Assert.True(client.Connected);
    }

    [Fact]
    public void Each_address_of_a_host_is_tried_the_IPv4_ones_first()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        var port = EndpointTests.FreePort();
        using var six = new TcpEndpoint("::1", port).Listen();
        using (var client = new TcpEndpoint("", port).Connect(Patience))
        {
            Assert.Equal(IPAddress.IPv6Loopback, ((IPEndPoint)client.RemoteEndPoint!).Address);
        }

        using var four = new TcpEndpoint("127.0.0.1", port).Listen();
        using var other = new TcpEndpoint("", port).Connect(Patience);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)other.RemoteEndPoint!).Address);
    }

    [Fact]
    public void Where_no_address_answers_it_is_told_of_the_endpoint_and_why()
    {
        var endpoint = new TcpEndpoint("", EndpointTests.FreePort());
        Assert.Equal($"Cannot connect to {endpoint}: nobody listens there.", Assert.Throws<GiveUpException>(() => endpoint.Connect(Patience)).Message);

        var impossible = new TcpEndpoint("255.255.255.255", 5000);
        var e = Assert.Throws<GiveUpException>(() => impossible.Connect(Patience));
        Assert.Matches(@"^Cannot connect to tcp:255\.255\.255\.255:5000: \w.*[^.]\.$", e.Message);
    }

    [Fact]
    public void A_file_that_is_gone_by_then_and_an_address_of_a_kind_that_the_system_has_not_are_told()
    {
        var endpoint = new UnixEndpoint(_directory.At("s"));
        Fails($"Cannot connect to {endpoint}: there is no such socket file.", new UnixDomainSocketEndPoint(endpoint.Path));
        Fails($"Cannot connect to {endpoint}: ", new ForeignEndPoint());

        void Fails(string says, EndPoint address)
        {
            var e = Assert.Throws<GiveUpException>(() => SocketDial.Connect(endpoint, address, new Deadline(Patience), CancellationToken.None));
            Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
            Assert.IsType<SocketException>(e.InnerException);
        }
    }

    private FullSocket Full(bool isUnix) => new(isUnix ? new UnixEndpoint(_directory.At("s")) : new TcpEndpoint("127.0.0.1", EndpointTests.FreePort()));

    private sealed class ForeignEndPoint : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Ipx;
    }
}
