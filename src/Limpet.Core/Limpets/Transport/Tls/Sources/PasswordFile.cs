using System.Text;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>A file with a password in its first line, as UTF-8.</summary>
internal static class PasswordFile
{
    /// <summary>The password: all of the first line, spaces too.</summary>
    /// <exception cref="CertificateException">It cannot be read, or its first line is empty.</exception>
    public static string Read(string path)
    {
        var text = Encoding.UTF8.GetString(CertificateFile.Read(path, "password"));
        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        return line.IsEmpty
            ? throw new CertificateException(path, CertificateFault.Password, $"The first line of the password file '{path}' is empty; expected the password there.")
            : line.ToString();
    }
}
