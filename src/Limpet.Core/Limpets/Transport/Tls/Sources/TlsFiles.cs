using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Where the certificates of a <c>tls:</c> endpoint are: what a person types, or a config file says, in place of the certificates themselves.</summary>
public sealed record TlsFiles
{
    /// <summary>Our certificate, as <see cref="CertificateSource.Load"/> takes it: a file, or one of a store.</summary>
    public required string Certificate { get; init; }

    /// <summary>The PEM file of its key; null where it is with the certificate or beside it.</summary>
    public string? Key { get; init; }

    /// <summary>A file that has the password in its first line, with which the key or the certificate's file is encrypted; null where neither is.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The files of the CAs one of which must have issued the other side's certificate; null for those that this system trusts.</summary>
    public IReadOnlyList<string>? TrustedCa { get; init; }

    /// <summary>Names of which the other side's certificate must bear one; null as in <see cref="TlsOptions.PeerNames"/>.</summary>
    public IReadOnlyList<string>? PeerNames { get; init; }

    /// <summary>Whether a person typed the password, so that no file has it.</summary>
    public bool HasTypedPassword { get; init; }

    /// <summary>Loads them. Whoever calls it disposes of them, when no link uses them any more.</summary>
    /// <param name="warn">Hears what is not wrong but ought to be known, each a sentence: a key that others can read, a certificate that has expired.</param>
    /// <param name="password">The password, where it is in no file; it comes before <see cref="PasswordFile"/>.</param>
    /// <exception cref="TlsFilesException">One of them cannot be used; nothing stays loaded.</exception>
    public TlsOptions Load(Action<string>? warn = null, string? password = null)
    {
        if (PasswordFile is { } file && password is null)
        {
            password = Or("passwordFile", "a file that has the password in its first line", () => Tls.PasswordFile.Read(file));
            if (Or("passwordFile", "a file that may be read", () => CertificateFile.WarnOfSecret(file, "password")) is { } warning)
            {
                warn?.Invoke(warning);
            }
        }

        var trusted = TrustedCa is null ? null : new X509Certificate2Collection();
        try
        {
            foreach (var ca in TrustedCa ?? [])
            {
                trusted!.AddRange(Or("trustedCa", "a file of CA certificates in PEM", () => CertificateSource.LoadTrusted(ca)));
            }

            var loaded = Or(null, "", () => CertificateSource.Load(Certificate, Key, password));
            foreach (var warning in loaded.Warnings)
            {
                warn?.Invoke(warning);
            }

            return new TlsOptions { Certificate = loaded.Certificate, Intermediates = loaded.Intermediates, TrustedCa = trusted, PeerNames = PeerNames, Files = this };
        }
        catch
        {
            foreach (var certificate in trusted ?? [])
            {
                certificate.Dispose();
            }

            throw;
        }
    }

    // Without a property it is told by the fault which of certificate, key and password is meant.
    private T Or<T>(string? property, string expected, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (CertificateException e)
        {
            var (which, what) = property is not null ? (property, expected)
                : string.Equals(e.Place, Key, StringComparison.Ordinal) ? ("key", "a PEM file with the private key of the certificate")
                : e.Fault == CertificateFault.Password && PasswordFile is not null ? ("passwordFile", "the password of the key")
                : ("certificate", "a certificate with its private key: a PEM or PKCS#12 file, or one of a store");
            throw new TlsFilesException(which, e.Place, what, e.Message, e);
        }
    }
}
