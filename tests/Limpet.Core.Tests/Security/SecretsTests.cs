using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Limpets.Endpoints;
using Limpet.Core.Tests.Limpets.Session;
using Limpet.Core.Tests.Limpets.Transport;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Limpet.Core.Tests.Security;

/// <summary>Neither a log nor an error has a password or a key in it, at any level; data of messages is in a log at Verbose alone.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Password = "correct horse battery";
    private const string Data = "the data of a message";

    private readonly Junction _junction = new();
    private readonly TestCa _ca = new("Our CA");
    private readonly string _file;

    public SecretsTests()
    {
        _file = _junction.Directory.At("board.pfx");
        File.WriteAllBytes(_file, _ca.Issue("localhost").Export(X509ContentType.Pkcs12, Password));
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        _junction.Dispose();
        _ca.Dispose();
    }

    [Theory]
    [InlineData(LogEventLevel.Verbose)]
    [InlineData(LogEventLevel.Debug)]
    public void A_log_has_no_password_and_no_key_and_data_at_Verbose_alone(LogEventLevel level)
    {
        var log = new Lines();
        using var logger = new LoggerConfiguration().MinimumLevel.Is(level).WriteTo.Sink(log).CreateLogger();
        using var loaded = CertificateSource.Load(_file, password: Password);
        var tls = _ca.Options(loaded.Certificate);
        var endpoint = new TlsEndpoint("localhost", EndpointTests.FreePort());
        _junction.Join(2, 1, endpoint, options => options with { Tls = tls, Logger = logger });
        var listener = _junction.Open(2, listen: "$.To2");
        _junction.Open(1).TrySend(KbusMessage.Announcement("$.To2", Data), out _);
        Assert.Equal(Data, Junction.Text(listener.Receive(_junction.Timeout)));

        // A stranger, of whom the log tells why.
        using var other = new TestCa("Their CA");
        var stranger = other.Issue("localhost");
        var (_, events) = _junction.Dial(3, endpoint, change: options => options with { Tls = other.Options(stranger) with { TrustedCa = [_ca.Certificate] }, Logger = logger });
        events.Expect<RetryingEvent>();

        Assert.NotEmpty(log.All);
        var text = string.Join('\n', log.All);
        Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
        Assert.All(KeysOf(loaded.Certificate, stranger), key => Assert.DoesNotContain(key, text, StringComparison.Ordinal));
        Assert.Equal(level == LogEventLevel.Verbose, text.Contains(Data, StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_about_a_certificate_has_no_password_in_it()
    {
        foreach (var wrong in (string[])["wrong " + Password, Password + " "])
        {
            var error = Assert.Throws<CertificateException>(() => CertificateSource.Load(_file, password: wrong));
            Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        }

        using var loaded = CertificateSource.Load(_file, password: Password);
        Assert.DoesNotContain(Password, loaded.ToString() + string.Join('\n', loaded.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, _ca.Options(loaded.Certificate).ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> KeysOf(params X509Certificate2[] certificates)
    {
        foreach (var certificate in certificates)
        {
            var key = certificate.GetECDsaPrivateKey()!;
            yield return Convert.ToHexString(key.ExportParameters(includePrivateParameters: true).D!);
            yield return Convert.ToBase64String(key.ExportParameters(includePrivateParameters: true).D!);
            yield return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
        }

        yield return "PRIVATE KEY";
    }

    private sealed class Lines : ILogEventSink
    {
        public ConcurrentQueue<string> All { get; } = [];

        public void Emit(LogEvent logEvent)
            => All.Enqueue($"{logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)} {string.Join(' ', logEvent.Properties.Select(property => property.Value))} {logEvent.Exception}");
    }
}
