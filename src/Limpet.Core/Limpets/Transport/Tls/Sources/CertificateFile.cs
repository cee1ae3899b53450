using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Native;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Files of certificates and keys, and the words for what is wrong with them.</summary>
internal static class CertificateFile
{
    // Chains and bundles of CAs are far smaller; this is no place to read a disk from.
    private const long LengthMost = 16 * 1024 * 1024;

    /// <summary>All of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is to hold, such as <c>certificate</c>.</param>
    public static byte[] Read(string path, string what)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new CertificateException(path, CertificateFault.Unreadable, $"The {what} '{path}' is a directory; expected a file.");
            }

            var length = new FileInfo(path).Length;
            return length <= LengthMost
                ? File.ReadAllBytes(path)
                : throw new CertificateException(path, CertificateFault.NotACertificate, $"The {what} file '{path}' has {length} bytes, which no such file has; expected PEM or PKCS#12.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateException(path, CertificateFault.NotFound, $"There is no {what} file '{path}'.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CertificateException(path, CertificateFault.Unreadable, $"The {what} file '{path}' may not be read by this user{Describe(path)}.", e);
        }
        catch (IOException e)
        {
            throw new CertificateException(path, CertificateFault.Unreadable, $"The {what} file '{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>What to say of a file with a private key that everybody can read; null where not everybody can.</summary>
    public static string? WarnOfKey(string path) => WarnOfSecret(path, "private key");

    /// <summary>The same of a file with any secret.</summary>
    public static string? WarnOfSecret(string path, string what)
    {
        var mode = File.GetUnixFileMode(path);
        return (mode & UnixFileMode.OtherRead) == 0
            ? null
            : $"The {what} in '{path}' can be read by every user of this machine (mode {Octal(mode)}); 'chmod 600' makes it its owner's alone.";
    }

    /// <summary>Whether it is one certificate in DER.</summary>
    public static bool IsDer(byte[] bytes)
    {
        try
        {
            return bytes.Length > 0 && X509Certificate2.GetCertContentType(bytes) == X509ContentType.Cert;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Describe(string path)
        => Libc.Stat(path) is { } status ? $": its mode is {Octal((UnixFileMode)status.Permissions)}, and its owner {AccountNames.OfUser(status.UserId)}" : "";

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
