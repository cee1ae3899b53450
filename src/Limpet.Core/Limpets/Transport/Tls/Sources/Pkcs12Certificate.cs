using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>A certificate in PKCS#12 (.pfx, .p12) with its key.</summary>
internal static class Pkcs12Certificate
{
    // What Windows' API calls a wrong password, here too.
    private const int WrongPassword = unchecked((int)0x80070056);

    /// <summary>The first certificate that has its key, and the others.</summary>
    public static LoadedCertificate Load(string path, byte[] bytes, string? password)
    {
        var certificates = Read(path, bytes, password);
        var leaf = certificates.FirstOrDefault(c => c.HasPrivateKey)
            ?? throw new CertificateException(path, CertificateFault.NoKey, $"'{path}' has {certificates.Count} certificate(s) and no private key to any; expected one with its key.");
        certificates.Remove(leaf);
        return new LoadedCertificate(leaf, certificates, CertificateFile.WarnOfKey(path) is { } warning && string.IsNullOrEmpty(password) ? [warning] : []);
    }

    private static X509Certificate2Collection Read(string path, byte[] bytes, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        }
        catch (CryptographicException e) when (e.HResult == WrongPassword)
        {
            var what = string.IsNullOrEmpty(password) ? "needs a password; none was given" : "cannot be opened with that password";
            throw new CertificateException(path, CertificateFault.Password, $"'{path}' {what}.", e);
        }
        catch (CryptographicException e)
        {
            throw CertificateFile.IsDer(bytes)
                ? new CertificateException(path, CertificateFault.NoKey, $"'{path}' is a certificate in DER, which holds no private key; expected PEM or PKCS#12 with one.", e)
                : new CertificateException(path, CertificateFault.NotACertificate, $"'{path}' is neither PEM nor PKCS#12: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
