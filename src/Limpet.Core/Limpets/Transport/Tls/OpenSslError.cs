using System.Security.Cryptography;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>What OpenSSL says below an exception of SslStream's: its number holds the library and the reason.</summary>
internal static class OpenSslError
{
    private const int SslLibrary = 20;

    // An alert from the other side is a reason of its own number and this.
    private const int AlertReason = 1000;
    private const int LastAlert = 255;

    // No suitable key share or signature, no protocols, no shared cipher, unsupported protocol, and what is said of a wrong or too low version.
    private static readonly int[] s_nothingInCommon = [101, 118, 191, 193, 258, 266, 267, 396];

    /// <summary>The alert that the other side sent; null where it sent none.</summary>
    public static int? AlertIn(Exception e) => ReasonIn(e) is { } reason and > AlertReason and <= AlertReason + LastAlert ? reason - AlertReason : null;

    /// <summary>Whether the two sides have no version of TLS, cipher or signature in common.</summary>
    public static bool IsNothingInCommon(Exception e) => ReasonIn(e) is { } reason && s_nothingInCommon.Contains(reason);

    /// <summary>The sentence of whatever lies deepest.</summary>
    public static string TextIn(Exception e) => e.GetBaseException().Message.TrimEnd('.');

    private static int? ReasonIn(Exception e)
    {
        for (Exception? below = e; below is not null; below = below.InnerException)
        {
            // OpenSSL 3 has the library from bit 23 on, and those before from bit 24 on; the reasons of this library are short enough for both.
            if (below is CryptographicException && ((below.HResult >> 23) & 0xFF) is SslLibrary or SslLibrary * 2 or (SslLibrary * 2) + 1)
            {
                return below.HResult & 0xFFF;
            }
        }

        return null;
    }
}
