using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>What goes wrong before a word is said, and what alerts and certificates say that few ever do.</summary>
public sealed class TransportEdgeTests : IDisposable
{
    private readonly TestCa _ca = new();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public void A_socket_that_cannot_be_used_is_closed()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.Throws<LimpetOptionException>(() => LinkTransports.Over(socket, new TlsEndpoint("localhost", 5000), LimpetRole.Client, tls: null));
        Assert.True(socket.SafeHandle.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => LinkTransports.Over(socket));
    }

    [Fact]
    public void Endpoints_that_a_program_makes_are_checked_as_those_that_people_write()
    {
        Assert.Equal(EndpointFault.BadPort, Assert.Throws<EndpointException>(() => new TcpEndpoint("localhost", 0)).Fault);
        Assert.Equal(EndpointFault.BadPort, Assert.Throws<EndpointException>(() => new TlsEndpoint("localhost", 65_536)).Fault);
        Assert.Equal(EndpointFault.Empty, Assert.Throws<EndpointException>(() => new UnixEndpoint("")).Fault);
    }

    [Fact]
    public void A_message_is_not_written_where_it_does_not_fit()
    {
        var message = KbusMessage.Announcement("$.A", "data");
        Assert.Throws<ArgumentException>(() => WireWriter.Write(message, new byte[WireFormat.MessageLength(message) - 1]));
    }

    [Theory]
    [InlineData(40, TlsFault.NothingInCommon, "no cipher in common")]
    [InlineData(42, TlsFault.OwnBad, "finds it damaged")]
    [InlineData(43, TlsFault.OwnWrongUse, "extended key usage")]
    [InlineData(45, TlsFault.OwnExpired, "by its clock it has expired")]
    [InlineData(46, TlsFault.OwnBad, "does not say why")]
    [InlineData(48, TlsFault.OwnUnknownCa, "does not trust the CA")]
    [InlineData(49, TlsFault.OwnWrongName, "expects another name")]
    [InlineData(70, TlsFault.NothingInCommon, "does not speak TLS 1.3")]
    [InlineData(116, TlsFault.OwnMissing, "was given none")]
    [InlineData(80, TlsFault.Broken, "ended TLS with alert 80")]
    public void Each_alert_is_a_sentence_of_its_own(int alert, object fault, string sentence)
    {
        var told = TlsAlert.Explain(alert, _ca.Issue("board"));
        Assert.Equal(fault, told.Fault);
        Assert.Contains(sentence, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_a_certificate_are_the_alternative_ones_and_only_without_them_the_common_one()
    {
        Assert.Equal(["desk.lan"], CertificateNames.Of(_ca.Issue("board", alternative: "desk.lan")));
        Assert.Equal(["192.0.2.7"], CertificateNames.Of(_ca.Issue("board", alternative: "192.0.2.7")));
        Assert.Equal(["board"], CertificateNames.Of(_ca.Issue("board", alternative: null)));
        Assert.True(CertificateNames.Bears(_ca.Issue("board", alternative: "desk.lan"), "board"));
        Assert.False(CertificateNames.IsForHost(_ca.Issue("board"), "no host\0name"));
    }

    [Fact]
    public void Alternative_names_that_cannot_be_read_are_none()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broken", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x03, 0x82, 0x7F, 0x41], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(["broken"], CertificateNames.Of(certificate));
        Assert.False(CertificateNames.IsForHost(certificate, "other"));
    }
}
