using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Endpoints;

/// <summary>How long the system waits for a peer that is gone: 25 seconds, unless the Limpet itself bears one longer that takes nothing.</summary>
public sealed class SocketSetupTests : IDisposable
{
    private const int SolTcp = 6;
    private const int TcpUserTimeout = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EndpointListener _listener = new TcpEndpoint("127.0.0.1", EndpointTests.FreePort()).Listen();
    private readonly Socket _client;
    private readonly Socket _server;

    public SocketSetupTests()
    {
        _client = _listener.Endpoint.Connect(Patience);
        _server = _listener.Accept();
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void A_peer_that_is_gone_is_noticed_within_25_seconds_at_both_ends()
        => Assert.All([_client, _server], socket =>
        {
            var probing = new[] { SocketOptionName.TcpKeepAliveTime, SocketOptionName.TcpKeepAliveInterval, SocketOptionName.TcpKeepAliveRetryCount }
                .Select(name => (int)socket.GetSocketOption(SocketOptionLevel.Tcp, name)!);
            Assert.Equal([10, 5, 3], probing);
            Assert.Equal(25_000, UserTimeoutOf(socket));
        });

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 25_000)]
    [InlineData(20_000, 25_000)]
    [InlineData(20_001, 25_001)]
    [InlineData(60_000, 65_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_peer_that_takes_nothing_is_borne_five_seconds_longer_than_we_do(int patience, int milliseconds)
    {
        SocketSetup.Bear(_client, TimeSpan.FromMilliseconds(patience));
        Assert.Equal(milliseconds, UserTimeoutOf(_client));
    }

    [Fact]
    public void IPv6_is_set_up_as_IPv4_is()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        using var listener = new TcpEndpoint("::1", EndpointTests.FreePort()).Listen();
        using var client = listener.Endpoint.Connect(Patience);
        Assert.True(client.NoDelay);
        Assert.Equal(25_000, UserTimeoutOf(client));
        SocketSetup.Bear(client, TimeSpan.FromSeconds(60));
        Assert.Equal(65_000, UserTimeoutOf(client));
    }

    [Fact]
    public void A_Unix_socket_has_none_of_that()
    {
        using var directory = new TemporaryDirectory();
        using var listener = new UnixEndpoint(directory.At("s")).Listen();
        using var client = listener.Endpoint.Connect(Patience);
        using var server = listener.Accept();
        SocketSetup.Bear(server, TimeSpan.FromSeconds(60));
        Assert.Equal(0, server.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    private static int UserTimeoutOf(Socket socket)
    {
        var value = new byte[sizeof(int)];
        Assert.Equal(sizeof(int), socket.GetRawSocketOption(SolTcp, TcpUserTimeout, value));
        return BitConverter.ToInt32(value);
    }
}
