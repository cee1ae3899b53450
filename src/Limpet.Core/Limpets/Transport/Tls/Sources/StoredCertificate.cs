using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>
/// A certificate of a store: <c>CurrentUser/My/</c> or <c>LocalMachine/My/</c>, with or without <c>Cert:</c> in front and with either slash, and then its
/// thumbprint or its subject; a thumbprint or a subject that begins with <c>CN=</c> alone is looked for in the user's store.
/// </summary>
internal static class StoredCertificate
{
    private const string DrivePrefix = "Cert:";
    private const string CommonNamePrefix = "CN=";
    private const int ThumbprintDigits = 40;

    /// <summary>Whether the text asks for a certificate of a store, which one, and for what there.</summary>
    public static bool TryRead(string text, out StoreLocation location, [NotNullWhen(true)] out string? wanted)
    {
        var hasDrive = text.StartsWith(DrivePrefix, StringComparison.OrdinalIgnoreCase);
        var rest = (hasDrive ? text[DrivePrefix.Length..] : text).Replace('\\', '/').TrimStart('/');
        var parts = rest.Split('/', 3);
        (location, wanted) = (StoreLocation.CurrentUser, null);
        if (parts.Length == 3 && Enum.TryParse(parts[0], ignoreCase: true, out location) && parts[1].Equals("My", StringComparison.OrdinalIgnoreCase))
        {
            wanted = parts[2];
        }
        else if (hasDrive || IsThumbprint(rest) || rest.StartsWith(CommonNamePrefix, StringComparison.OrdinalIgnoreCase))
        {
            (location, wanted) = (StoreLocation.CurrentUser, rest);
        }

        return wanted is not null;
    }

    /// <summary>Loads it with its key, and of the store what lies between it and its CA.</summary>
    public static LoadedCertificate Load(string text, StoreLocation location, string wanted)
    {
        using var store = new X509Store(StoreName.My, location);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            throw new CertificateException(text, CertificateFault.NotFound, $"The certificate store {location}/My cannot be opened: {(e.InnerException ?? e).Message.TrimEnd('.')}.", e);
        }

        var found = Find(store, wanted);
        var keyed = found.Where(c => c.HasPrivateKey).ToList();
        return keyed.Count switch
        {
            1 => new LoadedCertificate(keyed[0], [], []),
            0 when found.Count == 0 => throw new CertificateException(text, CertificateFault.NotFound, $"There is no certificate '{wanted}' in the store {location}/My, which has {store.Certificates.Count}; expected a thumbprint or a subject of one of them."),
            0 => throw new CertificateException(text, CertificateFault.NoKey, $"The certificate '{wanted}' in the store {location}/My has no private key there."),
            _ => throw new CertificateException(text, CertificateFault.Ambiguous, $"There are {keyed.Count} certificates '{wanted}' in the store {location}/My; give a thumbprint: {string.Join(", ", keyed.Select(c => c.Thumbprint))}."),
        };
    }

    private static X509Certificate2Collection Find(X509Store store, string wanted)
    {
        if (IsThumbprint(wanted))
        {
            return store.Certificates.Find(X509FindType.FindByThumbprint, wanted, validOnly: false);
        }

        return wanted.Contains('=', StringComparison.Ordinal)
            ? store.Certificates.Find(X509FindType.FindBySubjectDistinguishedName, wanted, validOnly: false)
            : [.. store.Certificates.Where(c => CertificateNames.Bears(c, wanted))];
    }

    private static bool IsThumbprint(string text) => text.Length == ThumbprintDigits && text.All(char.IsAsciiHexDigit);
}
