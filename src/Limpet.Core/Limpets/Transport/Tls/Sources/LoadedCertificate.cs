using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>A certificate with its private key, as <see cref="CertificateSource"/> found it. Disposing disposes of all certificates in it.</summary>
/// <param name="Certificate">The certificate, with its key.</param>
/// <param name="Intermediates">The other certificates that were with it, between it and its CA.</param>
/// <param name="Warnings">What is not wrong but ought to be known, each a sentence: a key that others can read, a certificate that has expired.</param>
public sealed record LoadedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Intermediates, IReadOnlyList<string> Warnings) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var intermediate in Intermediates)
        {
            intermediate.Dispose();
        }
    }
}
