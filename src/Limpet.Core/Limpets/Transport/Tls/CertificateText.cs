using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Certificates as people read them. Most of it was written by somebody else, and a terminal must not obey it.</summary>
internal static class CertificateText
{
    private const int Longest = 200;
    private const int MostNames = 8;
    private const int KeyDigits = 32;

    /// <summary>Whom it is for.</summary>
    public static string Subject(X509Certificate2 certificate) => Quote(certificate.Subject);

    /// <summary>Who issued it.</summary>
    public static string Issuer(X509Certificate2 certificate) => Quote(certificate.Issuer);

    /// <summary>The names that it bears: alternative names, or the common name where there are none.</summary>
    public static string Names(X509Certificate2 certificate)
    {
        var names = CertificateNames.Of(certificate);
        var shown = string.Join(", ", names.Take(MostNames).Select(Quote));
        return names.Count == 0 ? "no name" : names.Count > MostNames ? $"{shown} and {names.Count - MostNames} more" : shown;
    }

    /// <summary>A time, in UTC.</summary>
    public static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Half of the SHA-256 of its public key, in hexadecimal: a renewed certificate of one key is one peer.</summary>
    public static string Key(X509Certificate2 certificate)
        => Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))[..KeyDigits];

    /// <summary>In quotes, with nothing that a terminal obeys, and not longer than people read.</summary>
    public static string Quote(string text)
        => $"'{new string([.. text.Where(c => !char.IsControl(c)).Take(Longest)])}'";
}
