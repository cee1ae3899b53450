using System.Net.Sockets;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Endpoints;

public sealed class EndpointTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("unix:/tmp/l0", "unix:/tmp/l0")]
    [InlineData("/tmp/l0", "unix:/tmp/l0")]
    [InlineData("/tmp/a:b", "unix:/tmp/a:b")]
    [InlineData("unix:/tmp/../tmp/l0", "unix:/tmp/l0")]
    [InlineData("tcp:localhost:5000", "tcp:localhost:5000")]
    [InlineData("localhost:5000", "tcp:localhost:5000")]
    [InlineData("127.0.0.1:1", "tcp:127.0.0.1:1")]
    [InlineData("[::1]:65535", "tcp:[::1]:65535")]
    [InlineData("tcp:[fe80::1]:5000", "tcp:[fe80::1]:5000")]
    [InlineData("tcp::5000", "tcp::5000")]
    [InlineData(":5000", "tcp::5000")]
    [InlineData("*:5000", "tcp:*:5000")]
    [InlineData("tls:board7:5000", "tls:board7:5000")]
    [InlineData("tls:[::1]:5000", "tls:[::1]:5000")]
    [InlineData("tls::5000", "tls::5000")]
    [InlineData("tls:*:5000", "tls:*:5000")]
    public void An_endpoint_is_read_and_written_in_one_form(string text, string canonical)
    {
        var endpoint = Endpoint.Parse(text);
        Assert.Equal(canonical, endpoint.ToString());
        Assert.Equal(endpoint, Endpoint.Parse(canonical));
        Assert.True(Endpoint.TryParse(text, out var tried, out var fault));
        Assert.Equal((endpoint, EndpointFault.None), (tried, fault));
    }

    [Theory]
    [InlineData("", EndpointFault.Empty, "is empty")]
    [InlineData("  ", EndpointFault.Empty, "is empty")]
    [InlineData("unix:", EndpointFault.Empty, "has no path")]
    [InlineData("unix:/tmp/", EndpointFault.Malformed, "names no file")]
    [InlineData("/..", EndpointFault.Malformed, "is the root directory")]
    [InlineData("unix:/tmp/..", EndpointFault.Malformed, "is the root directory")]
    [InlineData("nonsense", EndpointFault.Malformed, "neither a path")]
    [InlineData("tcp:localhost", EndpointFault.NoPort, "has no port")]
    [InlineData("localhost:", EndpointFault.NoPort, "has no port")]
    [InlineData("[::1]", EndpointFault.NoPort, "has no port")]
    [InlineData("localhost:x", EndpointFault.BadPort, "'x'; expected 1 to 65535")]
    [InlineData("localhost:0", EndpointFault.BadPort, "'0'; expected 1 to 65535")]
    [InlineData("localhost:65536", EndpointFault.BadPort, "'65536'; expected 1 to 65535")]
    [InlineData("localhost:-1", EndpointFault.BadPort, "'-1'; expected 1 to 65535")]
    [InlineData("localhost:99999999999", EndpointFault.BadPort, "expected 1 to 65535")]
    [InlineData("tls:", EndpointFault.NoPort, "expected tls:host:port")]
    [InlineData("tls:board7:99999", EndpointFault.BadPort, "'99999'; expected 1 to 65535")]
    [InlineData("TLS:board7:5000", EndpointFault.BadHost, "in brackets")]
    [InlineData("::1:5000", EndpointFault.BadHost, "in brackets")]
    [InlineData("tcp:[[::1]]:5000", EndpointFault.BadHost, "in brackets once")]
    [InlineData("tcp:[[x:5000", EndpointFault.BadHost, "in brackets")]
    [InlineData("tcp:x]:5000", EndpointFault.BadHost, "in brackets")]
    public void A_text_that_is_no_endpoint_is_told_why(string text, EndpointFault fault, string told)
    {
        var e = Assert.Throws<EndpointException>(() => Endpoint.Parse(text));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.False(Endpoint.TryParse(text, out _, out var tried));
        Assert.Equal(fault, tried);
    }

    [Fact]
    public void A_path_may_have_107_bytes_in_UTF8_and_no_more()
    {
        var longest = "/" + new string('a', 104) + "é";
        Assert.Equal(longest, Assert.IsType<UnixEndpoint>(Endpoint.Parse(longest)).Path);
        var e = Assert.Throws<EndpointException>(() => Endpoint.Parse("unix:" + longest + "b"));
        Assert.Equal(EndpointFault.PathTooLong, e.Fault);
        Assert.Contains("108 bytes", e.Message, StringComparison.Ordinal);
        Assert.Contains("107", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_of_107_bytes_can_be_listened_on_and_connected_to()
    {
        var path = _directory.At("x");
        path += new string('x', 107 - path.Length);
        var endpoint = new UnixEndpoint(path);
        using var listener = endpoint.Listen();
        using var client = endpoint.Connect(Patience);
        using var server = listener.Accept();
        Assert.True(client.Connected);
    }

    [Fact]
    public void A_Unix_socket_is_this_user_s_alone_and_is_removed_by_who_made_it()
    {
        var endpoint = new UnixEndpoint(_directory.At("s"));
        using (endpoint.Listen())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(endpoint.Path));
        }

        Assert.False(File.Exists(endpoint.Path));
    }

    [Fact]
    public void A_live_socket_is_left_alone_and_not_even_connected_to()
    {
        var endpoint = new UnixEndpoint(_directory.At("s"));
        using var listener = endpoint.Listen();
        var e = Assert.Throws<EndpointException>(endpoint.Listen);
        Assert.Equal(EndpointFault.AddressInUse, e.Fault);

        using var client = endpoint.Connect(Patience);
        client.Send("x"u8);
        using var server = listener.Accept();
        Assert.Equal(1, server.Receive(new byte[8]));
    }

    [Fact]
    public void A_live_socket_under_another_name_is_left_alone_too()
    {
        Directory.CreateDirectory(_directory.At("d"));
        Directory.CreateSymbolicLink(_directory.At("link"), _directory.At("d"));
        using var listener = new UnixEndpoint(_directory.At("d/s")).Listen();
        Assert.Equal(EndpointFault.AddressInUse, Assert.Throws<EndpointException>(new UnixEndpoint(_directory.At("link/s")).Listen).Fault);
    }

    [Fact]
    public void A_stale_socket_is_taken_over()
    {
        var endpoint = new UnixEndpoint(_directory.At("s"));
        MakeStale(endpoint.Path);
        using var listener = endpoint.Listen();
        using var client = endpoint.Connect(Patience);
        Assert.True(client.Connected);
    }

    [Fact]
    public void A_file_that_another_listener_made_meanwhile_is_not_removed()
    {
        var endpoint = new UnixEndpoint(_directory.At("s"));
        var first = endpoint.Listen();
        File.Delete(endpoint.Path);
        using var second = endpoint.Listen();
        first.Dispose();
        Assert.True(File.Exists(endpoint.Path));
        using var client = endpoint.Connect(Patience);
    }

    [Fact]
    public void What_is_no_socket_is_left_alone()
    {
        File.WriteAllText(_directory.At("f"), "precious");
        var endpoint = new UnixEndpoint(_directory.At("f"));
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(endpoint.Listen).Fault);
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(() => endpoint.Connect(Patience)).Fault);
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(endpoint.RemoveSocketFile).Fault);
        Assert.Equal("precious", File.ReadAllText(endpoint.Path));
        Assert.Equal(EndpointFault.NotASocket, Assert.Throws<EndpointException>(new UnixEndpoint(_directory.Path).Listen).Fault);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_told()
    {
        var e = Assert.Throws<EndpointException>(new UnixEndpoint(_directory.At("no/s")).Listen);
        Assert.Equal(EndpointFault.NoDirectory, e.Fault);
        Assert.Contains(_directory.At("no"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_may_not_be_written_to_is_told()
    {
        // Even root may not make files here.
        var e = Assert.Throws<EndpointException>(new UnixEndpoint("/proc/self/s").Listen);
        Assert.True(e.Fault is EndpointFault.AccessDenied or EndpointFault.NoDirectory, e.Message);
    }

    [Fact]
    public void A_socket_file_can_be_removed_by_hand()
    {
        var endpoint = new UnixEndpoint(_directory.At("s"));
        MakeStale(endpoint.Path);
        endpoint.RemoveSocketFile();
        Assert.False(File.Exists(endpoint.Path));
        endpoint.RemoveSocketFile();
    }

    [Fact]
    public void Nobody_there_is_told()
    {
        var missing = new UnixEndpoint(_directory.At("s"));
        Assert.Contains("no such socket file", Assert.Throws<GiveUpException>(() => missing.Connect(Patience)).Message, StringComparison.Ordinal);
        MakeStale(missing.Path);
        Assert.Contains("nobody listens", Assert.Throws<GiveUpException>(() => missing.Connect(Patience)).Message, StringComparison.Ordinal);
        Assert.Contains("nobody listens", Assert.Throws<GiveUpException>(() => new TcpEndpoint("127.0.0.1", FreePort()).Connect(Patience)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_does_not_resolve_is_told()
    {
        var endpoint = new TcpEndpoint("no-such-host.invalid", 5000);
        var e = Assert.Throws<EndpointException>(() => endpoint.Connect(Patience));
        Assert.Equal(EndpointFault.UnknownHost, e.Fault);
        Assert.Contains("'no-such-host.invalid'", e.Message, StringComparison.Ordinal);
        Assert.Equal(EndpointFault.UnknownHost, Assert.Throws<EndpointException>(endpoint.Listen).Fault);
    }

    [Fact]
    public void A_port_in_use_is_told()
    {
        var endpoint = new TcpEndpoint("127.0.0.1", FreePort());
        using var listener = endpoint.Listen();
        Assert.Equal(EndpointFault.AddressInUse, Assert.Throws<EndpointException>(endpoint.Listen).Fault);
    }

    [Theory]
    [InlineData("", "127.0.0.1", false)]
    [InlineData("*", "127.0.0.1", true)]
    [InlineData("localhost", "127.0.0.1", false)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    public void No_host_is_loopback_and_a_star_every_address(string host, string reached, bool exposed)
    {
        var port = FreePort();
        var endpoint = new TcpEndpoint(host, port);
        using var listener = endpoint.Listen();
        using var client = new TcpEndpoint(reached, port).Connect(Patience);
        using var server = listener.Accept();
        Assert.Equal("host 127.0.0.1", Core.Limpets.Transport.PeerIdentity.Of(server).Who);
        Assert.Equal(exposed, endpoint.IsExposed);
        Assert.False(new TlsEndpoint(host, port).IsExposed);
        Assert.Equal(EndpointFault.AddressInUse, Assert.Throws<EndpointException>(endpoint.Listen).Fault);
    }

    [Fact]
    public void A_star_is_reached_by_IPv6_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        var port = FreePort();
        using var listener = new TcpEndpoint("*", port).Listen();
        using var client = new TcpEndpoint("::1", port).Connect(Patience);
        Assert.True(client.Connected);
    }

    [Fact]
    public void Nobody_connects_to_every_address()
    {
        var e = Assert.Throws<EndpointException>(() => new TlsEndpoint("*", 5000).Connect(Patience));
        Assert.Equal((EndpointFault.BadHost, "tls:*:5000 cannot be connected to: '*' is every address of a machine that listens; expected a host."), (e.Fault, e.Message));
        using var loopback = new TcpEndpoint("", FreePort()).Listen();
        using var client = loopback.Endpoint.Connect(Patience);
        Assert.True(client.Connected);
    }

    [Fact]
    public void TCP_sends_without_delay_and_keeps_alive()
    {
        var endpoint = new TcpEndpoint("127.0.0.1", FreePort());
        using var listener = endpoint.Listen();
        using var client = endpoint.Connect(Patience);
        using var server = listener.Accept();
        Assert.All([client, server], s =>
        {
            Assert.True(s.NoDelay);
            Assert.NotEqual(0, s.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        });
    }

    [Fact]
    public async Task Accepting_ends_when_the_listener_is_disposed()
    {
        var listener = new UnixEndpoint(_directory.At("s")).Listen();
        var accepting = Task.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => listener.Accept()), TestContext.Current.CancellationToken);
        listener.Dispose();
        await accepting.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port;
    }

    internal static void MakeStale(string path)
    {
        // The runtime removes the file of a socket that it closes, unless the file has another name by then.
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path + "~"));
            socket.Listen();
            File.Move(path + "~", path);
        }

        Assert.True(File.Exists(path));
    }
}
