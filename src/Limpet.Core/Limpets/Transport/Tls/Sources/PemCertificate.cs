using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>A certificate in PEM with its key: in one file, or the key in another one.</summary>
internal static class PemCertificate
{
    private const string EncryptedKey = "ENCRYPTED PRIVATE KEY";
    private const string KeySuffix = "PRIVATE KEY";

    /// <summary>The first certificate of the text with its key, and what came after it.</summary>
    /// <param name="path">The file that the text is from.</param>
    /// <param name="text">PEM.</param>
    /// <param name="keyPath">The file of the key; null where it is in the same file, or beside it under a usual name.</param>
    /// <param name="password">The key's password, if any.</param>
    public static LoadedCertificate Load(string path, string text, string? keyPath, string? password)
    {
        var certificates = ReadCertificates(path, text);
        var (keyFile, keyText) = FindKey(path, text, keyPath);
        var leaf = certificates[0];
        var certificate = Join(path, leaf, keyFile, keyText, password);
        leaf.Dispose();
        certificates.RemoveAt(0);
        return new LoadedCertificate(certificate, certificates, CertificateFile.WarnOfKey(keyFile) is { } warning ? [warning] : []);
    }

    /// <summary>All certificates of the text.</summary>
    public static X509Certificate2Collection ReadCertificates(string path, string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(path, CertificateFault.NotACertificate, $"'{path}' has a certificate that cannot be read: {e.Message.TrimEnd('.')}.", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new CertificateException(path, CertificateFault.NotACertificate, $"'{path}' has no certificate; expected one that begins with -----BEGIN CERTIFICATE-----.");
    }

    /// <summary>Whether there is anything in it that PEM knows.</summary>
    public static bool IsPem(string text) => PemEncoding.TryFind(text, out _);

    private static (string File, string Text) FindKey(string path, string text, string? keyPath)
    {
        if (keyPath is not null)
        {
            var keyText = System.Text.Encoding.UTF8.GetString(CertificateFile.Read(keyPath, "key"));
            return LabelOfKey(keyText) is not null
                ? (keyPath, keyText)
                : throw new CertificateException(keyPath, CertificateFault.NoKey, $"'{keyPath}' has no private key in PEM; expected one that begins with -----BEGIN PRIVATE KEY-----.");
        }

        if (LabelOfKey(text) is not null)
        {
            return (path, text);
        }

        foreach (var beside in UsualKeyFiles(path).Where(File.Exists))
        {
            var keyText = System.Text.Encoding.UTF8.GetString(CertificateFile.Read(beside, "key"));
            if (LabelOfKey(keyText) is not null)
            {
                return (beside, keyText);
            }
        }

        throw new CertificateException(path, CertificateFault.NoKey, $"'{path}' has a certificate and no private key, and no '{string.Join("' or '", UsualKeyFiles(path))}' has one; give the key's file, or one with both.");
    }

    // board.pem and board.key, cert.pem and key.pem, fullchain.pem and privkey.pem.
    private static IEnumerable<string> UsualKeyFiles(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        var name = Path.GetFileName(path);
        yield return Path.Combine(folder, Path.ChangeExtension(name, ".key"));
        foreach (var (certificate, key) in new[] { ("fullchain", "privkey"), ("cert", "key") })
        {
            if (name.Contains(certificate, StringComparison.Ordinal))
            {
                yield return Path.Combine(folder, name.Replace(certificate, key, StringComparison.Ordinal));
            }
        }
    }

    private static X509Certificate2 Join(string path, X509Certificate2 leaf, string keyFile, string keyText, string? password)
    {
        var encrypted = LabelOfKey(keyText) is EncryptedKey;
        if (encrypted && password is null)
        {
            throw new CertificateException(keyFile, CertificateFault.Password, $"The private key in '{keyFile}' is encrypted; give its password.");
        }

        try
        {
            var pem = leaf.ExportCertificatePem();
            return encrypted ? X509Certificate2.CreateFromEncryptedPem(pem, keyText, password) : X509Certificate2.CreateFromPem(pem, keyText);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException && DoesNotBelong(e))
        {
            throw new CertificateException(keyFile, CertificateFault.WrongKey, $"The private key in '{keyFile}' does not belong to the certificate {CertificateText.Subject(leaf)} in '{path}'.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException && encrypted)
        {
            throw new CertificateException(keyFile, CertificateFault.Password, $"The private key in '{keyFile}' cannot be decrypted with that password.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateException(keyFile, CertificateFault.WrongKey, $"The private key in '{keyFile}' is none that the certificate {CertificateText.Subject(leaf)} in '{path}' could have: {e.Message.TrimEnd('.')}.", e);
        }
    }

    // A key of the same algorithm that is another one's is an argument's fault to .NET, and a key that cannot be read a cryptographic one.
    private static bool DoesNotBelong(Exception e) => e is ArgumentException || e.InnerException is ArgumentException;

    private static string? LabelOfKey(string text)
    {
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label];
            if (label.EndsWith(KeySuffix, StringComparison.Ordinal))
            {
                return label.ToString();
            }

            rest = rest[fields.Location.End..];
        }

        return null;
    }
}
