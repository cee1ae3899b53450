using System.Security.Cryptography;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Tests.Hosting;
using Limpet.Core.Tests.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>The parts that TLS is made of here: alerts, numbers of errors, what waits to be sent, and what is given.</summary>
public sealed class TlsPartsTests : IDisposable
{
    private readonly TestCa _ca = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _ca.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(TlsFault.PeerHasNone, 116)]
    [InlineData(TlsFault.PeerExpired, 45)]
    [InlineData(TlsFault.PeerNotYetValid, 45)]
    [InlineData(TlsFault.PeerUnknownCa, 48)]
    [InlineData(TlsFault.PeerWrongName, 49)]
    [InlineData(TlsFault.PeerWrongUse, 43)]
    [InlineData(TlsFault.PeerBad, 42)]
    [InlineData(TlsFault.PeerIsPlain, 10)]
    public void Each_fault_of_the_other_side_has_its_alert(TlsFault fault, int alert)
    {
        Assert.True(TlsAlert.TryRead(TlsAlert.RecordFor(fault), out var read));
        Assert.Equal(alert, read);
    }

    [Fact]
    public void What_is_no_whole_record_of_an_alert_is_none()
    {
        var record = TlsAlert.RecordFor(TlsFault.PeerBad);
        Assert.False(TlsAlert.TryRead([], out _));
        Assert.False(TlsAlert.TryRead(record.AsSpan(0, 6), out _));
        Assert.False(TlsAlert.TryRead([.. record, 0], out _));
        Assert.False(TlsAlert.TryRead("HELO\0\0\0"u8, out _));
    }

    [Theory]
    [InlineData(20 << 23, true)]
    [InlineData(20 << 24, true)]
    [InlineData((20 << 24) | (1 << 23), true)]
    [InlineData(19 << 23, false)]
    [InlineData(10 << 23, false)]
    [InlineData(39 << 23, false)]
    public void An_alert_is_known_by_its_library_in_old_and_new_numbers(int library, bool known)
    {
        var below = new CryptographicException { HResult = library | (1000 + 48) };
        Assert.Equal(known ? 48 : null, OpenSslError.AlertIn(new IOException("above", below)));
        Assert.Null(OpenSslError.AlertIn(new IOException { HResult = library | (1000 + 48) }));
        Assert.Equal(known, OpenSslError.IsNothingInCommon(new CryptographicException { HResult = library | 193 }));
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, 1)]
    [InlineData(1255, 255)]
    [InlineData(1256, null)]
    public void Only_reasons_of_alerts_are_alerts(int reason, int? alert)
        => Assert.Equal(alert, OpenSslError.AlertIn(new CryptographicException { HResult = (20 << 23) | reason }));

    [Fact]
    public void What_TLS_made_of_bytes_is_kept_until_it_is_taken()
    {
        var socket = new ThriftyTransport([10, 0, 5, 1000]);
        using var stream = new CiphertextStream(socket) { WritesWait = false };
        Assert.True(stream.Push());
        Assert.False(stream.HoldsBytes);
        stream.Write(new byte[20], 0, 20);
        Assert.True(stream.HoldsBytes);
        Assert.False(stream.Push());
        Assert.False(stream.Push());
        Assert.False(stream.Push());
        Assert.Equal((15, true), (socket.Taken.Count, stream.HoldsBytes));
        Assert.True(stream.Push());
        Assert.Equal((20, false), (socket.Taken.Count, stream.HoldsBytes));
        stream.Write("next"u8);
        Assert.True(stream.Push());
        Assert.Equal("next"u8, [.. socket.Taken[20..]]);
    }

    [Fact]
    public void During_the_handshake_it_is_sent_at_once()
    {
        var socket = new ThriftyTransport([3, 1]);
        using var stream = new CiphertextStream(socket);
        stream.Write("first"u8);
        stream.Write("second"u8);
        Assert.Equal("firstsecond"u8, [.. socket.Taken]);
        Assert.False(stream.HoldsBytes);
        Assert.Equal(0, stream.Read([]));
    }

    [Fact]
    public void Options_that_nobody_could_connect_with_are_refused_by_name()
    {
        var good = _ca.Options(_ca.Issue("board"));
        good.Check();
        (good with { TrustedCa = null, PeerNames = ["a"] }).Check();
        (TlsOptions Options, string Says)[] wrong =
        [
            (good with { TrustedCa = [] }, "TrustedCa has no certificate"),
            (good with { PeerNames = [] }, "PeerNames has no name"),
            (good with { PeerNames = ["a", " "] }, "PeerNames has no name, or an empty one"),
        ];
        Assert.All(wrong, one => Assert.StartsWith(one.Says, Assert.Throws<LimpetOptionException>(one.Options.Check).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_loaded_the_certificates_is_rid_of_all_of_them_at_once()
    {
        using var between = _ca.Below("Between");
        var options = _ca.Options(_ca.Issue("board")) with { Intermediates = [between.Certificate] };
        options.DisposeCertificates();
        Assert.All([options.Certificate, between.Certificate, _ca.Certificate], certificate => Assert.Equal(0, certificate.Handle));
        (options with { TrustedCa = null }).DisposeCertificates();
        using var loaded = new LoadedCertificate(new TestCa().Certificate, [new TestCa().Certificate], []);
        loaded.Dispose();
        Assert.Equal((0, 0), (loaded.Certificate.Handle, loaded.Intermediates[0].Handle));
    }

    [Theory]
    [InlineData("sesame", "sesame")]
    [InlineData(" open sesame \r\nrest", " open sesame ")]
    [InlineData("sésame\n", "sésame")]
    public void A_password_is_the_first_line_with_its_spaces(string text, string password)
    {
        File.WriteAllText(_directory.At("password"), text);
        Assert.Equal(password, PasswordFile.Read(_directory.At("password")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nsesame")]
    public void An_empty_first_line_is_no_password(string text)
    {
        File.WriteAllText(_directory.At("password"), text);
        var e = Assert.Throws<CertificateException>(() => PasswordFile.Read(_directory.At("password")));
        Assert.Equal(CertificateFault.Password, e.Fault);
        Assert.Contains("is empty; expected the password there", e.Message, StringComparison.Ordinal);
        Assert.Contains("There is no password file", Assert.Throws<CertificateException>(() => PasswordFile.Read(_directory.At("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_far_longer_than_any_certificate_is_not_read()
    {
        using (var file = File.Create(_directory.At("disk")))
        {
            file.SetLength((16 * 1024 * 1024) + 1);
        }

        var e = Assert.Throws<CertificateException>(() => CertificateSource.Load(_directory.At("disk")));
        Assert.Equal(CertificateFault.NotACertificate, e.Fault);
        Assert.Contains("has 16777217 bytes, which no such file has", e.Message, StringComparison.Ordinal);
        Assert.Contains("trusted certificates is empty", Assert.Throws<CertificateException>(() => CertificateSource.LoadTrusted(" ")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no trusted certificate file", Assert.Throws<CertificateException>(() => CertificateSource.LoadTrusted(_directory.At("none"))).Message, StringComparison.Ordinal);
    }
}
