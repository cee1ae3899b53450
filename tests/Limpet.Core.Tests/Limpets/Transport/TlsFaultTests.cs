using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Tests.Limpets.Endpoints;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>Two sides that do not come together, and what each of them is told.</summary>
public sealed class TlsFaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestCa _ca = new("Our CA");
    private readonly TestCa _other = new("Their CA");
    private readonly TlsEndpoint _endpoint = new("localhost", EndpointTests.FreePort());
    private readonly EndpointListener _listener;

    public TlsFaultTests() => _listener = _endpoint.Listen();

    public void Dispose()
    {
        _listener.Dispose();
        _ca.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Two_that_trust_one_another_meet_and_know_who_the_other_is()
    {
        var (server, client) = Meet(Good("localhost"), Good("kitchen"));
        using var s = Assert.IsType<LimpetSocket>(server);
        using var c = Assert.IsType<LimpetSocket>(client);
        Assert.Equal((1u, 2u), (s.PeerNetworkId, c.PeerNetworkId));
        Assert.Matches("^certificate 'CN=kitchen' \\(key [0-9a-f]{32}\\)$", s.Peer.Who);
        Assert.Matches("^certificate 'CN=kitchen' at host 127.0.0.1:[0-9]+$", s.Peer.Where);
        Assert.StartsWith("certificate 'CN=localhost' ", c.Peer.Who, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", null)]
    [InlineData("", "localhost", null)]
    [InlineData("127.0.0.1", "board7", "board7")]
    [InlineData("127.0.0.1", "Kitchen Board", "kitchen board")]
    public void A_server_is_known_by_the_host_that_was_asked_for_or_by_the_names_expected(string host, string name, string? expected)
    {
        var server = Good(name);
        if (name.Contains(' ', StringComparison.Ordinal))
        {
            server = _ca.Options(_ca.Issue(name, alternative: null));
        }

        var (s, c) = Meet(server, _ca.Options(_ca.Issue("client"), expected is null ? [] : ["no-such", expected]), new TlsEndpoint(host, _endpoint.Port));
        Assert.IsType<LimpetSocket>(s).Dispose();
        Assert.IsType<LimpetSocket>(c).Dispose();
    }

    [Fact]
    public void A_certificate_by_a_CA_below_the_trusted_one_comes_with_what_lies_between()
    {
        using var below = _ca.Below("Workshop CA");
        using var between = X509CertificateLoader.LoadCertificate(below.Certificate.RawData);
        var (s, c) = Meet(
            _ca.Options(below.Issue("localhost")) with { Intermediates = [between] },
            _ca.Options(below.Issue("kitchen")) with { Intermediates = [between] });
        Assert.IsType<LimpetSocket>(s).Dispose();
        Assert.IsType<LimpetSocket>(c).Dispose();
    }

    [Fact]
    public void One_that_signed_itself_is_trusted_where_it_is_given_as_a_CA()
    {
        using var alone = new TestCa("localhost");
        var options = alone.Options(alone.Certificate);
        var (s, c) = Meet(options, options);
        Assert.IsType<LimpetSocket>(s).Dispose();
        Assert.IsType<LimpetSocket>(c).Dispose();
    }

    [Fact]
    public void A_server_s_certificate_that_has_expired_is_told_at_both_ends()
    {
        var expired = _ca.Issue("localhost", -20, -5);
        var (server, client) = Meet(_ca.Options(expired), Good("kitchen"));
        Told(client, TlsFault.PeerExpired, $"The other side's certificate 'CN=localhost' has expired: it was valid until {Day(expired.NotAfter)}");
        Told(server, TlsFault.OwnExpired, $"The other side does not accept our certificate 'CN=localhost': it has expired, and was valid until {Day(expired.NotAfter)}");
    }

    [Fact]
    public void A_client_s_certificate_that_has_expired_is_told_at_both_ends()
    {
        var expired = _ca.Issue("kitchen", -20, -5);
        var (server, client) = Meet(Good("localhost"), _ca.Options(expired));
        Told(server, TlsFault.PeerExpired, $"'CN=kitchen' has expired: it was valid until {Day(expired.NotAfter)}");
        Told(client, TlsFault.OwnExpired, "our certificate 'CN=kitchen': it has expired");
    }

    [Fact]
    public void A_certificate_that_is_not_valid_yet_is_told_at_both_ends()
    {
        var early = _ca.Issue("kitchen", 5, 20);
        var (server, client) = Meet(Good("localhost"), _ca.Options(early));
        Told(server, TlsFault.PeerNotYetValid, $"'CN=kitchen' is not valid yet: it is from {Day(early.NotBefore)}");
        Told(client, TlsFault.OwnExpired, $"our certificate 'CN=kitchen': it is not valid yet, but from {Day(early.NotBefore)}");
    }

    [Fact]
    public void A_server_of_an_unknown_CA_is_told_at_both_ends()
    {
        var (server, client) = Meet(_ca.Options(_other.Issue("localhost")), Good("kitchen"));
        Told(client, TlsFault.PeerUnknownCa, "'CN=localhost' was issued by 'CN=Their CA', which does not lead to a CA trusted here, 'CN=Our CA' (-TrustedCa).");
        Told(server, TlsFault.OwnUnknownCa, "'CN=localhost': it does not trust the CA that issued it, 'CN=Their CA' (-TrustedCa at the other side).");
    }

    [Fact]
    public void A_client_of_an_unknown_CA_is_told_at_both_ends()
    {
        var (server, client) = Meet(Good("localhost"), _ca.Options(_other.Issue("kitchen")));
        Told(server, TlsFault.PeerUnknownCa, "'CN=kitchen' was issued by 'CN=Their CA'");
        Told(client, TlsFault.OwnUnknownCa, "'CN=kitchen': it does not trust the CA");
    }

    [Fact]
    public void A_CA_that_this_system_does_not_trust_is_told_so()
    {
        var (server, client) = Meet(Good("localhost") with { TrustedCa = null }, Good("kitchen"));
        Told(server, TlsFault.PeerUnknownCa, "does not lead to a CA that this system trusts; give the CA's certificate (-TrustedCa)");
        Told(client, TlsFault.OwnUnknownCa, "does not trust");
    }

    [Fact]
    public void A_server_of_another_name_is_told_at_both_ends()
    {
        var (server, client) = Meet(Good("cellar"), Good("kitchen"));
        Told(client, TlsFault.PeerWrongName, "'CN=cellar' is for 'cellar'; expected 'localhost' (-PeerName).");
        Told(server, TlsFault.OwnWrongName, "it expects another name than 'cellar' (-PeerName at the other side).");
    }

    [Fact]
    public void A_client_of_another_name_is_told_at_both_ends()
    {
        var (server, client) = Meet(_ca.Options(_ca.Issue("localhost"), "cellar", "attic"), Good("kitchen"));
        Told(server, TlsFault.PeerWrongName, "'CN=kitchen' is for 'kitchen'; expected 'cellar' or 'attic' (-PeerName).");
        Told(client, TlsFault.OwnWrongName, "it expects another name than 'kitchen'");
    }

    [Fact]
    public void A_certificate_for_another_use_is_told_at_both_ends()
    {
        var (server, client) = Meet(Good("localhost"), _ca.Options(_ca.IssueForServers("kitchen")));
        Told(server, TlsFault.PeerWrongUse, "'CN=kitchen' is not for a client: its extended key usage");
        Told(client, TlsFault.OwnWrongUse, "its extended key usage");
    }

    [Fact]
    public void Certificates_for_their_use_are_taken()
    {
        var (s, c) = Meet(_ca.Options(_ca.IssueForServers("localhost")), _ca.Options(_ca.IssueForClients("kitchen")));
        Assert.IsType<LimpetSocket>(s).Dispose();
        Assert.IsType<LimpetSocket>(c).Dispose();
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_told_by_the_alert_that_says_so()
    {
        var accepting = Accept(Good("localhost"));
        using var stream = Dial(SslProtocols.Tls13);
        var heard = new byte[16];
        Assert.Equal([0x15, 3, 3, 0, 2, 2, 116], heard[..stream.Read(heard)]);
        stream.Dispose();
        Told(await accepting, TlsFault.PeerHasNone, "The other side gave no certificate; both sides of a tls: endpoint need one");
    }

    [Fact]
    public async Task A_client_that_speaks_an_older_TLS_is_told_by_an_alert()
    {
        var accepting = Accept(Good("localhost"));
        var refused = Assert.ThrowsAny<AuthenticationException>(() => Dial(SslProtocols.Tls12));
        Assert.Contains("alert protocol version", refused.GetBaseException().Message, StringComparison.Ordinal);
        Told(await accepting, TlsFault.NothingInCommon, "taken here is TLS 1.3 alone");
    }

    [Fact]
    public async Task A_server_that_speaks_an_older_TLS_is_told()
    {
        var serving = Run(() =>
        {
            using var stream = new SslStream(new NetworkStream(_listener.Accept(), ownsSocket: true));
            stream.AuthenticateAsServer(_ca.Issue("localhost"), clientCertificateRequired: false, SslProtocols.Tls12, checkCertificateRevocation: false);
            return stream;
        });
        Told(Connect(Good("kitchen"), _endpoint), TlsFault.NothingInCommon, "does not speak TLS 1.3");
        Assert.IsType<AuthenticationException>(await serving);
    }

    [Fact]
    public async Task Plain_text_at_a_TLS_port_is_told_at_both_ends()
    {
        var accepting = Accept(Good("localhost"));
        var plain = Catch(() => LimpetSocket.Connect(new TcpEndpoint("localhost", _endpoint.Port), 1, Patience));
        Told(plain, TlsFault.PeerIsTls, "The other side speaks TLS; use tls:host:port here, or tcp: there.");
        Told(await accepting, TlsFault.PeerIsPlain, "The other side speaks plain text; use tcp: here or tls: there.");
    }

    [Fact]
    public async Task TLS_at_a_plain_port_is_told_at_both_ends()
    {
        var endpoint = new TcpEndpoint("localhost", EndpointTests.FreePort());
        using var listener = endpoint.Listen();
        var accepting = Run(() => LimpetSocket.Accept(listener, 2, Patience));
        Told(Connect(Good("kitchen"), new TlsEndpoint("localhost", endpoint.Port)), TlsFault.PeerIsPlain, "use tcp: here or tls: there");
        Told(await accepting, TlsFault.PeerIsTls, "use tls:host:port here, or tcp: there");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", TlsFault.PeerIsForeign, "'GET / HT' (47 45 54 20")]
    [InlineData("H", TlsFault.PeerIsPlain, "plain text")]
    [InlineData("HALLO", TlsFault.PeerIsForeign, "'HALLO'")]
    public async Task What_is_no_TLS_is_told_and_answered_by_an_alert(string said, TlsFault fault, string told)
    {
        var accepting = Accept(Good("localhost"));
        using var socket = _endpoint.Connect(Patience);
        socket.Send(Encoding.ASCII.GetBytes(said));
        var heard = new byte[16];
        Assert.Equal([0x15, 3, 3, 0, 2, 2, 10], heard[..socket.Receive(heard)]);
        Assert.Equal(0, socket.Receive(heard));
        socket.Dispose();
        Told(await accepting, fault, told);
    }

    [Fact]
    public async Task One_who_is_silent_or_breaks_off_is_told_in_time()
    {
        var accepting = Run(() => LimpetSocket.Accept(_listener, 2, TimeSpan.FromMilliseconds(100), Good("localhost"), TestContext.Current.CancellationToken));
        using var silent = _endpoint.Connect(Patience);
        Assert.Contains("handshake did not end in 0.1 s", Assert.IsType<LimpetTimeoutException>(await accepting).Message, StringComparison.Ordinal);

        accepting = Accept(Good("localhost"));
        _endpoint.Connect(Patience).Dispose();
        Assert.Contains("without a word of TLS", Assert.IsType<OtherLimpetGoneAwayException>(await accepting).Message, StringComparison.Ordinal);

        accepting = Accept(Good("localhost"));
        using (var broken = _endpoint.Connect(Patience))
        {
            broken.Send([0x16, 3, 1]);
        }

        Told(await accepting, TlsFault.Broken, "in the middle of the TLS handshake");
    }

    [Fact]
    public async Task A_handshake_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = Run(() => LimpetSocket.Connect(_endpoint, 1, Patience, Good("kitchen"), cancel.Token));
        using var never = _listener.Accept();
        Assert.True(never.Poll(Patience, SelectMode.SelectRead));
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(await connecting.WaitAsync(Patience));
    }

    [Fact]
    public void A_TLS_endpoint_without_a_certificate_and_a_certificate_without_a_TLS_endpoint_are_told()
    {
        var e = Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(_endpoint, new LimpetOptions()));
        Assert.Equal(("Tls", $"{_endpoint} needs a certificate of this side, and its private key (-Certificate); none was given."), (e.Option, e.Message));
        e = Assert.Throws<LimpetOptionException>(() => LimpetService.Connect(new TcpEndpoint("localhost", 5000), new LimpetOptions { Tls = Good("kitchen") }));
        Assert.Equal("Tls", e.Option);
        Assert.Contains("tcp:localhost:5000 uses none; expected tls:host:port", e.Message, StringComparison.Ordinal);
        using var bare = X509CertificateLoader.LoadCertificate(_ca.Certificate.RawData);
        e = Assert.Throws<LimpetOptionException>(() => LimpetService.Listen(_endpoint, new LimpetOptions { Tls = new TlsOptions { Certificate = bare } }));
        Assert.Contains("'CN=Our CA' has no private key", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<LimpetOptionException>(() => LimpetSocket.Connect(_endpoint, 1, Patience, TestContext.Current.CancellationToken));
        Assert.Contains("needs a certificate", e.Message, StringComparison.Ordinal);
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static void Told(object outcome, TlsFault fault, string told)
    {
        var e = Assert.IsType<TlsException>(outcome);
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Equal(fault, e.Fault);
    }

    private static object Catch(Func<object> act)
    {
        try
        {
            return act();
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static Task<object> Run(Func<object> act)
        => Task.Factory.StartNew(() => Catch(act), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static object Connect(TlsOptions options, TlsEndpoint endpoint) => Catch(() => LimpetSocket.Connect(endpoint, 1, Patience, options));

    private TlsOptions Good(string name) => _ca.Options(_ca.Issue(name));

    private Task<object> Accept(TlsOptions options) => Run(() => LimpetSocket.Accept(_listener, 2, Patience, options));

    private (object Server, object Client) Meet(TlsOptions server, TlsOptions client, TlsEndpoint? endpoint = null)
    {
        var accepting = Accept(server);
        var connected = Connect(client, endpoint ?? _endpoint);
        Assert.True(accepting.Wait(Patience));
        return (accepting.Result, connected);
    }

    private SslStream Dial(SslProtocols protocols)
    {
        var stream = new SslStream(new NetworkStream(_endpoint.Connect(Patience), ownsSocket: true));
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _ca.Certificate }, RevocationMode = X509RevocationMode.NoCheck },
        });
        return stream;
    }
}
