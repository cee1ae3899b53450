using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Load.Roles;

namespace Limpet.Load.Scenarios;

/// <summary>A CA made for a scenario, and a certificate of it for the loopback address, which both sides use; PEM files.</summary>
internal sealed class Certificates
{
    public Certificates(TemporaryDirectory directory)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=Load", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var ca = caRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, from, until, RandomNumberGenerator.GetBytes(8));

        (Ca, Certificate) = (directory.At("ca.pem"), directory.At("cert.pem"));
        File.WriteAllText(Ca, ca.ExportCertificatePem());
        File.WriteAllText(Certificate, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        File.SetUnixFileMode(Certificate, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string Ca { get; }

    public string Certificate { get; }
}
