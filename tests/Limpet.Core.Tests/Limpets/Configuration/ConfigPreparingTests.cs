using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Tests.Hosting;
using Limpet.Core.Tests.Limpets.Transport;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>From a config to Limpets that can be started, certificates and all, and back.</summary>
public sealed class ConfigPreparingTests : IDisposable
{
    private const string Password = "correct horse";

    private readonly TemporaryDirectory _folder = new();
    private readonly TestCa _ca = new("Our CA");

    public ConfigPreparingTests()
    {
        File("board.pfx", _ca.Issue("board").Export(X509ContentType.Pkcs12, Password));
        File("ca.pem", System.Text.Encoding.ASCII.GetBytes(_ca.Certificate.ExportCertificatePem()));
        File("password", System.Text.Encoding.ASCII.GetBytes(Password + "\n"));
    }

    public void Dispose()
    {
        _ca.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Each_Limpet_is_ready_with_its_certificates_and_describes_itself_as_the_file_did()
    {
        var config = Parse("""
            { "limpets": [
                { "kbus": 1, "listen": "tls:*:5000", "tls": { "certificate": "board.pfx", "passwordFile": "password", "trustedCa": "ca.pem", "peerName": ["desk"] } },
                { "kbus": 2, "connect": "unix:/run/l0", "networkId": 7, "logPath": "/var/log/limpet.log" }
            ] }
            """);
        var warnings = new List<string>();
        var ready = config.Prepare(warnings.Add);
        Assert.Equal(["$.limpets[0]", "$.limpets[1]"], ready.Select(limpet => limpet.Path));
        Assert.Equal("CN=board", ready[0].Options.Tls!.Certificate.Subject);
        Assert.Equal("CN=Our CA", Assert.Single(ready[0].Options.Tls!.TrustedCa!).Subject);
        Assert.Equal((LimpetRole.Client, 7u, "/var/log/limpet.log"), (ready[1].Role, ready[1].Options.NetworkId, ready[1].LogPath));
        Assert.Empty(warnings);

        var described = new LimpetConfig { Limpets = [.. ready.Select(limpet => LimpetConfigEntry.Of(limpet.Endpoint, limpet.Role, limpet.Options, limpet.LogPath))] };
        Assert.Equal(ConfigFile.Format(config), ConfigFile.Format(described));

        using var buses = EmbeddedBuses.Private();
        using var service = ready[1].Make(options => options with { OpenKsock = () => buses.Open(0) });
        Assert.False(service.Completion.IsCompleted);
        var certificate = ready[0].Options.Tls!.Certificate;
        ready[0].Dispose();
        Assert.ThrowsAny<CryptographicException>(() => certificate.Subject);
    }

    [Fact]
    public void Files_that_others_can_read_are_warned_of_with_their_place()
    {
        System.IO.File.SetUnixFileMode(_folder.At("password"), (UnixFileMode)0b110_100_100);
        var warnings = new List<string>();
        var ready = Parse("""{ "limpets": [ { "kbus": 1, "listen": "tls:*:5000", "tls": { "certificate": "board.pfx", "passwordFile": "password" } } ] }""").Prepare(warnings.Add);
        Assert.StartsWith("$.limpets[0]: The password in '", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Null(Assert.Single(ready).Options.Tls!.TrustedCa);
        ready[0].Dispose();
    }

    [Fact]
    public void A_certificate_that_has_expired_is_warned_of_with_its_place()
    {
        TestCa.Write(_folder.At("late.pem"), _ca.Issue("late", -20, -10));
        var warnings = new List<string>();
        var ready = Parse("""{ "limpets": [ { "kbus": 1, "listen": "tls:*:5000", "tls": { "certificate": "late.pem" } } ] }""").Prepare(warnings.Add);
        Assert.StartsWith("$.limpets[0]: ", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("'CN=late' has expired", warnings[0], StringComparison.Ordinal);
        Assert.Single(ready).Dispose();
    }

    [Theory]
    [InlineData("passwordFile", """{ "certificate": "board.pfx", "passwordFile": "none" }""")]
    [InlineData("passwordFile", """{ "certificate": "board.pfx", "passwordFile": "ca.pem" }""")]
    [InlineData("trustedCa", """{ "certificate": "board.pfx", "passwordFile": "password", "trustedCa": ["ca.pem", "none.pem"] }""")]
    [InlineData("certificate", """{ "certificate": "none.pem" }""")]
    [InlineData("certificate", """{ "certificate": "board.pfx" }""")]
    [InlineData("key", """{ "certificate": "ca.pem", "key": "none.key" }""")]
    public void What_cannot_be_had_is_told_at_its_place_and_then_nothing_is_ready(string property, string tls)
    {
        var config = Parse($$"""{ "limpets": [ { "kbus": 2, "listen": "unix:/run/l0" }, { "kbus": 1, "listen": "tls:*:5000", "tls": {{tls}} } ] }""");
        var error = Assert.Single(Assert.Throws<LimpetConfigException>(() => config.Prepare()).Errors);
        Assert.Equal((LimpetConfigFault.Certificate, $"$.limpets[1].tls.{property}", 1), (error.Fault, error.Path, error.Line));
        Assert.True(error.Column > 60, error.ToString());
    }

    [Fact]
    public void What_a_file_cannot_say_is_refused()
    {
        var endpoint = Endpoint.Parse("unix:/run/l0");
        var own = Assert.Throws<NotSupportedException>(() => LimpetConfigEntry.Of(endpoint, LimpetRole.Server, new LimpetOptions { OpenKsock = () => null! }, null));
        Assert.Contains("a bus that its session or program keeps to itself", own.Message, StringComparison.Ordinal);
        var tls = Assert.Throws<NotSupportedException>(() => LimpetConfigEntry.Of(endpoint, LimpetRole.Server, new LimpetOptions { Tls = _ca.Options(_ca.Issue("board")) }, null));
        Assert.Contains("were given by a program", tls.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new LimpetConfigEntry().Endpoint);
    }

    [Fact]
    public void TLS_options_without_a_key_a_CA_or_a_name_are_refused()
    {
        using var bare = X509CertificateLoader.LoadCertificate(_ca.Certificate.RawData);
        var good = _ca.Options(_ca.Issue("board"));
        good.Check();
        (TlsOptions Options, string Name)[] bad = [(good with { Certificate = bare }, "Certificate"), (good with { TrustedCa = [] }, "TrustedCa"), (good with { PeerNames = [] }, "PeerNames"), (good with { PeerNames = ["a", " "] }, "PeerNames")];
        Assert.All(bad, one => Assert.Equal(one.Name, Assert.Throws<LimpetOptionException>(one.Options.Check).Option));
    }

    private void File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(_folder.At(name), bytes);
        System.IO.File.SetUnixFileMode(_folder.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private LimpetConfig Parse(string json) => ConfigFile.Parse(json, _folder.Path);
}
