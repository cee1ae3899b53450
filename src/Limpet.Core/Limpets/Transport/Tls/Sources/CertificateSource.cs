using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Loads certificates from where a person says they are.</summary>
public static class CertificateSource
{
    /// <summary>Loads a certificate with its private key.</summary>
    /// <param name="text">
    /// A file: PEM, with the certificates up to its CA after it if there are any, or PKCS#12. Or one of a store: <c>Cert:\CurrentUser\My\THUMBPRINT</c>,
    /// <c>LocalMachine/My/SUBJECT</c>, a thumbprint alone, or a subject that begins with <c>CN=</c>. A file of that name comes first.
    /// </param>
    /// <param name="keyPath">
    /// The PEM file of the key; null where it is in the same file, or beside it as <c>board.key</c> is beside <c>board.pem</c>, <c>key.pem</c> beside <c>cert.pem</c>,
    /// and <c>privkey.pem</c> beside <c>fullchain.pem</c>.
    /// </param>
    /// <param name="password">What a PKCS#12 file or the key is encrypted with, if it is.</param>
    /// <exception cref="CertificateException">It cannot be had; the message names the file and says what is wrong.</exception>
    public static LoadedCertificate Load(string text, string? keyPath = null, string? password = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new CertificateException(text, CertificateFault.NotFound, "The certificate is empty; expected a PEM or PKCS#12 file, or a thumbprint or subject in the store.");
        }

        if (!File.Exists(text) && StoredCertificate.TryRead(text, out var location, out var wanted))
        {
            return WithDates(StoredCertificate.Load(text, location, wanted));
        }

        var bytes = CertificateFile.Read(text, "certificate");
        var pem = Encoding.UTF8.GetString(bytes);
        if (PemCertificate.IsPem(pem))
        {
            return WithDates(PemCertificate.Load(text, pem, keyPath, password));
        }

        return keyPath is null
            ? WithDates(Pkcs12Certificate.Load(text, bytes, password))
            : throw new CertificateException(text, CertificateFault.NotACertificate, $"'{text}' is no PEM, which it must be where the key is in a file of its own ('{keyPath}').");
    }

    /// <summary>Whether the text asks for a certificate of a store, where there is no file of that name.</summary>
    public static bool IsOfStore(string text) => StoredCertificate.TryRead(text, out _, out _);

    /// <summary>Loads the certificates of CAs, or of single peers, that are to be trusted.</summary>
    /// <param name="path">A file with one or more in PEM, or one in DER. Keys in it are left alone.</param>
    /// <exception cref="CertificateException">There are none; the message names the file and says what is wrong.</exception>
    public static X509Certificate2Collection LoadTrusted(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new CertificateException(path, CertificateFault.NotFound, "The file of trusted certificates is empty; expected a PEM file.");
        }

        var bytes = CertificateFile.Read(path, "trusted certificate");
        var pem = Encoding.UTF8.GetString(bytes);
        if (PemCertificate.IsPem(pem))
        {
            return PemCertificate.ReadCertificates(path, pem);
        }

        return CertificateFile.IsDer(bytes)
            ? [X509CertificateLoader.LoadCertificate(bytes)]
            : throw new CertificateException(path, CertificateFault.NotACertificate, $"'{path}' is no certificate; expected one or more in PEM, or one in DER.");
    }

    private static LoadedCertificate WithDates(LoadedCertificate loaded)
    {
        var (certificate, now) = (loaded.Certificate, DateTime.Now);
        var warning = now > certificate.NotAfter ? $"The certificate {CertificateText.Subject(certificate)} has expired: it was valid until {CertificateText.Time(certificate.NotAfter)}."
            : now < certificate.NotBefore ? $"The certificate {CertificateText.Subject(certificate)} is not valid yet: it is from {CertificateText.Time(certificate.NotBefore)} on."
            : null;
        return warning is null ? loaded : loaded with { Warnings = [.. loaded.Warnings, warning] };
    }
}
