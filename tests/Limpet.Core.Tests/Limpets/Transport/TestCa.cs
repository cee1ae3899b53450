using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>A CA made for a test, and the certificates it issues.</summary>
internal sealed class TestCa : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly List<IDisposable> _made = [];

    public TestCa(string name = "Test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
        _made.Add(Certificate);
    }

    private TestCa(X509Certificate2 certificate)
    {
        Certificate = certificate;
        _made.Add(certificate);
    }

    public X509Certificate2 Certificate { get; }

    public void Dispose() => _made.ForEach(c => c.Dispose());

    /// <summary>A certificate for that name, valid from and until so many days from now; for an extended use where one is given.</summary>
    public X509Certificate2 Issue(string name, int from = -10, int until = 10, string? use = null, string? alternative = "")
        => Issue($"CN={name}", from, until, use, alternative switch
        {
            null => [],
            "" => [name],
            _ => [alternative],
        });

    /// <summary>One for whatever subject, with these alternative names.</summary>
    public X509Certificate2 IssueNamed(string subject, params string[] alternatives) => Issue(subject, -10, 10, use: null, alternatives);

    private X509Certificate2 Issue(string subject, int from, int until, string? use, string[] alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (alternatives.Length > 0)
        {
            request.CertificateExtensions.Add(Alternative(alternatives));
        }

        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        }

        using var bare = request.Create(Certificate, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until), RandomNumberGenerator.GetBytes(8));
        var certificate = bare.CopyWithPrivateKey(key);
        _made.Add(certificate);
        return certificate;
    }

    public X509Certificate2 IssueForClients(string name) => Issue(name, use: ClientUse);

    public X509Certificate2 IssueForServers(string name) => Issue(name, use: ServerUse);

    /// <summary>A CA below this one.</summary>
    public TestCa Below(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var bare = request.Create(Certificate, DateTimeOffset.UtcNow.AddDays(-50), DateTimeOffset.UtcNow.AddDays(50), RandomNumberGenerator.GetBytes(8));
        return new TestCa(bare.CopyWithPrivateKey(key));
    }

    /// <summary>This CA once more, with its key, but issued by that one and valid from and until so many days from now.</summary>
    public X509Certificate2 Twin(TestCa issuer, int from, int until)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        var request = new CertificateRequest(Certificate.SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.Create(issuer.Certificate, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until), RandomNumberGenerator.GetBytes(8));
    }

    /// <summary>What a side needs that trusts this CA alone.</summary>
    public TlsOptions Options(X509Certificate2 certificate, params string[] peerNames) => new()
    {
        Certificate = certificate, TrustedCa = [Certificate], PeerNames = peerNames.Length == 0 ? null : peerNames,
    };

    /// <summary>Writes a certificate and its key into one PEM file.</summary>
    public static string Write(string path, X509Certificate2 certificate)
    {
        File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static X509Extension Alternative(string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }
}
