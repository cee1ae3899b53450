using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>The names that a certificate bears, and whether one of them is expected.</summary>
internal static class CertificateNames
{
    private const string CommonName = "2.5.4.3";
    private const string AlternativeName = "2.5.29.17";

    /// <summary>Its alternative names, DNS and IP; where it has none, its common name.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        List<string> names = [];
        try
        {
            foreach (var extension in certificate.Extensions.Where(e => e.Oid?.Value is AlternativeName))
            {
                var alternative = new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical);
                names.AddRange(alternative.EnumerateDnsNames());
                names.AddRange(alternative.EnumerateIPAddresses().Select(address => address.ToString()));
            }
        }
        catch (CryptographicException)
        {
            // Names that cannot be read are none.
        }

        if (names.Count == 0 && CommonNameOf(certificate) is { } common)
        {
            names.Add(common);
        }

        return names;
    }

    /// <summary>Whether it is for that host, as a browser sees it: the common name counts only where there is no alternative one.</summary>
    public static bool IsForHost(X509Certificate2 certificate, string host)
    {
        try
        {
            return certificate.MatchesHostname(host);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The host's name cannot stand in a certificate, or the certificate's names cannot be read.
            return false;
        }
    }

    /// <summary>Whether it bears that name in any way, the common name too.</summary>
    public static bool Bears(X509Certificate2 certificate, string name)
        => IsForHost(certificate, name) || string.Equals(CommonNameOf(certificate), name, StringComparison.OrdinalIgnoreCase);

    private static string? CommonNameOf(X509Certificate2 certificate)
    {
        try
        {
            return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value is CommonName)
                .Select(part => part.GetSingleElementValue())
                .FirstOrDefault();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
