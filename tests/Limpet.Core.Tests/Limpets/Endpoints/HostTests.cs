using System.Net;
using System.Net.Sockets;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Tests.Limpets.Endpoints;

/// <summary>Hosts that cannot be listened on or do not resolve, and the addresses of those that do.</summary>
public sealed class HostTests
{
    [Fact]
    public void An_address_of_another_machine_cannot_be_listened_on()
        => Fails(EndpointFault.CannotListen, "tcp:192.0.2.1:5000 cannot be listened on: '192.0.2.1' is no address of this machine.", () => new TcpEndpoint("192.0.2.1", 5000).Listen());

    [Fact]
    public void What_else_the_system_says_is_told_in_its_words()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");

        // Which of the machine's networks it is in is not said.
        Fails(EndpointFault.CannotListen, "tcp:[fe80::1]:5000 cannot be listened on: Invalid argument.", () => new TcpEndpoint("fe80::1", 5000).Listen());
    }

    [Fact]
    public void A_port_in_use_is_told_with_the_endpoint()
    {
        using var listener = new TlsEndpoint("127.0.0.1", EndpointTests.FreePort()).Listen();
        Fails(EndpointFault.AddressInUse, $"{listener.Endpoint} is in use: somebody listens on that port already.", () => listener.Endpoint.Listen());
    }

    [Theory]
    [InlineData("no-such-host.invalid", typeof(SocketException))]
    [InlineData("ho st", typeof(SocketException))]
    [InlineData("{300 letters}", typeof(ArgumentOutOfRangeException))]
    public void A_host_that_does_not_resolve_is_named_with_what_the_system_says(string host, Type inner)
    {
        host = host.Replace("{300 letters}", new string('h', 300), StringComparison.Ordinal);
        Assert.IsType(inner, Fails(EndpointFault.UnknownHost, $"The host '{host}' does not resolve to an address.", () => new TcpEndpoint(host, 5000).Resolve()).InnerException, exactMatch: false);
    }

    [Fact]
    public void No_host_is_both_loopbacks_and_a_star_both_kinds_of_every_address()
    {
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], new TcpEndpoint("", 1).Resolve());
        Assert.Equal([IPAddress.IPv6Any, IPAddress.Any], new TcpEndpoint("*", 1).Resolve());
        Assert.Equal([IPAddress.Parse("fe80::1")], new TcpEndpoint("fe80::1", 1).Resolve());
        Assert.Equal(AddressFamily.InterNetwork, new TcpEndpoint("localhost", 1).Resolve()[0].AddressFamily);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    [InlineData(-1)]
    public void A_port_that_is_none_makes_no_endpoint(int port)
        => Assert.Equal($"tls:h:{port}", Fails(EndpointFault.BadPort, $"The port in 'tls:h:{port}' is '{port}'; expected 1 to 65535.", () => new TlsEndpoint("h", port)).Endpoint);

    [Fact]
    public void A_server_s_certificate_is_for_the_host_or_for_localhost_where_there_is_none()
    {
        Assert.Equal("board.lan", new TlsEndpoint("board.lan", 1).ServerName);
        Assert.Equal("localhost", new TlsEndpoint("", 1).ServerName);
    }

    [Fact]
    public void Who_can_be_reached_from_other_machines_unproved_is_told()
    {
        Assert.True(new TcpEndpoint("192.0.2.1", 1).IsExposed);
        Assert.False(new TcpEndpoint("::1", 1).IsExposed);
        Assert.False(new TlsEndpoint("192.0.2.1", 1).IsExposed);
        Assert.False(new UnixEndpoint("/tmp/s").IsExposed);
    }

    private static EndpointException Fails(EndpointFault fault, string says, Func<object> act)
    {
        var e = Assert.Throws<EndpointException>(act);
        Assert.Equal((fault, says), (e.Fault, e.Message));
        return e;
    }
}
