using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Endpoints;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>TLS of another make: programs that speak it in front of a Limpet that speaks none, such as the originals, and OpenSSL by hand.</summary>
public sealed class TlsInteropTests : IDisposable
{
    private readonly Junction _junction = new();
    private readonly TestCa _ca = new("Our CA");
    private readonly TestCa _other = new("Their CA");
    private readonly int _tlsPort = EndpointTests.FreePort();
    private readonly int _plainPort = EndpointTests.FreePort();

    public void Dispose()
    {
        _junction.Dispose();
        _ca.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Socat_in_front_of_a_plain_server_is_connected_to()
    {
        ExternalProgram.Require("socat", "socat");
        using var server = Plain(2, endpoint => LimpetService.Listen(endpoint, Once(2)));
        using var socat = Socat($"OPENSSL-LISTEN:{_tlsPort},bind=127.0.0.1,reuseaddr,{Socat("localhost")}", $"TCP:127.0.0.1:{_plainPort}");
        using var client = Secure(1, LimpetService.Connect, "kitchen");
        Exchange();
    }

    [Fact]
    public void Socat_in_front_of_a_plain_client_is_taken()
    {
        ExternalProgram.Require("socat", "socat");
        using var server = Secure(2, LimpetService.Listen, "localhost");
        using var socat = Socat($"TCP-LISTEN:{_plainPort},bind=127.0.0.1,reuseaddr", $"OPENSSL:localhost:{_tlsPort},{Socat("kitchen")}");
        using var client = Plain(1, endpoint => LimpetService.Connect(endpoint, Again(1)));
        Exchange();
    }

    [Fact]
    public async Task Socat_that_does_not_know_our_CA_says_so_by_an_alert_and_we_hear_it()
    {
        ExternalProgram.Require("socat", "socat");
        using var socat = Socat(
            $"OPENSSL-LISTEN:{_tlsPort},bind=127.0.0.1,reuseaddr,verify=1,cafile={Write("theirs", _other.Certificate)},cert={Write("localhost", _ca.Issue("localhost"))}",
            $"TCP:127.0.0.1:{_plainPort}");
        using var client = Secure(1, LimpetService.Connect, "kitchen");
        var outcome = await client.Completion.WaitAsync(Junction.Patience);
        Assert.Contains("does not trust the CA that issued it, 'CN=Our CA'", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(TlsFault.OwnUnknownCa, Assert.IsType<TlsException>(outcome.Error).Fault);
    }

    [Fact]
    public void Stunnel_in_front_of_a_plain_server_is_connected_to()
    {
        ExternalProgram.Require("stunnel4", "stunnel4");
        using var server = Plain(2, endpoint => LimpetService.Listen(endpoint, Once(2)));
        using var stunnel = Stunnel($"accept = 127.0.0.1:{_tlsPort}\nconnect = 127.0.0.1:{_plainPort}", "localhost");
        using var client = Secure(1, LimpetService.Connect, "kitchen");
        Exchange();
    }

    [Fact]
    public void Stunnel_in_front_of_a_plain_client_is_taken()
    {
        ExternalProgram.Require("stunnel4", "stunnel4");
        using var server = Secure(2, LimpetService.Listen, "localhost");
        using var stunnel = Stunnel($"client = yes\naccept = 127.0.0.1:{_plainPort}\nconnect = 127.0.0.1:{_tlsPort}", "kitchen");
        using var client = Plain(1, endpoint => LimpetService.Connect(endpoint, Again(1)));
        Exchange();
    }

    [Fact]
    public void New_keys_in_the_middle_of_a_link_lose_nothing()
    {
        ExternalProgram.Require("openssl", "openssl");
        var events = new EventLog();
        using var server = Secure(2, LimpetService.Listen, "localhost", events);
        var listener = _junction.Open(2, listen: "$.Heard");
        using var openssl = ExternalProgram.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{_tlsPort}", "-tls1_3", "-CAfile", Write("ours", _ca.Certificate), "-cert", Write("kitchen", _ca.Issue("kitchen")));
        Type(openssl, [.. "HELO"u8, 0, 0, 0, 1]);
        events.Expect<ConnectedEvent>();
        for (var i = 0; i < 3; i++)
        {
            // K: new keys for both directions. k: for its own alone.
            Type(openssl, i == 1 ? "k\n"u8 : "K\n"u8);
            Assert.True(SpinWait.SpinUntil(() => openssl.Printed.Split("KEYUPDATE").Length > i + 1, Junction.Patience), openssl.Printed);
            var message = KbusMessage.Announcement("$.Heard", $"{i}");
            var bytes = new byte[WireFormat.MessageLength(message)];
            WireWriter.Write(message, bytes);
            Type(openssl, bytes);
            Assert.Equal($"{i}", Junction.Text(listener.Receive(_junction.Timeout)));

            // And what it sends is encrypted by the new keys.
            _junction.Open(2).Send(KbusMessage.Announcement("$.Told", $"word{i}\n"));
            openssl.Expect($"word{i}", Junction.Patience);
        }
    }

    private static void Type(ExternalProgram program, ReadOnlySpan<byte> bytes)
    {
        program.Input.Write(bytes);
        program.Input.Flush();
    }

    private static ExternalProgram Socat(string here, string there) => ExternalProgram.Start("socat", here, there);

    private string Socat(string name) => $"openssl-min-proto-version=TLS1.3,verify=1,cafile={Write("ours", _ca.Certificate)},cert={Write(name, _ca.Issue(name))}";

    private ExternalProgram Stunnel(string service, string name)
    {
        var settings = _junction.Directory.At("stunnel.conf");
        File.WriteAllText(settings, $"foreground = yes\npid =\n[limpet]\n{service}\nsslVersion = TLSv1.3\nverifyChain = yes\nCAfile = {Write("ours", _ca.Certificate)}\ncert = {Write(name, _ca.Issue(name))}\n");
        return ExternalProgram.Start("stunnel4", settings);
    }

    private string Write(string name, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) => TestCa.Write(_junction.Directory.At($"{name}.pem"), certificate);

    private LimpetOptions Again(int bus, EventLog? events = null) => _junction.Options(bus, (uint)bus, events ?? new EventLog()) with
    {
        Once = false,
        FirstRetry = TimeSpan.FromMilliseconds(1),
        LongestRetry = TimeSpan.FromMilliseconds(50),
    };

    private LimpetOptions Once(int bus) => Again(bus) with { Once = true };

    private LimpetService Plain(int bus, Func<Endpoint, LimpetService> make)
    {
        var service = _junction.Own(make(new TcpEndpoint("127.0.0.1", _plainPort)));
        Assert.Equal(bus, (int)service.NetworkId);
        service.Start();
        return service;
    }

    private LimpetService Secure(int bus, Func<Endpoint, LimpetOptions, LimpetService> make, string name, EventLog? events = null)
    {
        var options = Again(bus, events) with { Tls = _ca.Options(_ca.Issue(name)) };
        var service = _junction.Own(make(new TlsEndpoint("localhost", _tlsPort), options));
        service.Start();
        return service;
    }

    // A Request each way, which is answered beyond, and a burst with one that is large.
    private void Exchange()
    {
        foreach (var (here, there) in new[] { (1, 2), (2, 1) })
        {
            var name = $"$.Ask{there}";
            var answering = _junction.Answer(_junction.Open(there, replier: name), 1);
            var asker = _junction.Open(here);
            Assert.True(SpinWait.SpinUntil(() => asker.FindReplier(name) != 0, Junction.Patience), "The replier beyond was not announced.");
            asker.Send(KbusMessage.Request(name, "who"));
            Assert.Equal("who!", Junction.Text(asker.Receive(_junction.Timeout)));
            Assert.True(answering.Wait(Junction.Patience));

            var listener = _junction.Open(there, listen: $"$.Burst{there}");
            for (var i = 0; i < 1000; i++)
            {
                asker.Send(new KbusMessage(MessageName.Parse($"$.Burst{there}"), new byte[i == 500 ? 400_000 : i]));
            }

            for (var i = 0; i < 1000; i++)
            {
                Assert.Equal(i == 500 ? 400_000 : i, listener.Receive(_junction.Timeout).Data.Length);
            }
        }
    }
}
