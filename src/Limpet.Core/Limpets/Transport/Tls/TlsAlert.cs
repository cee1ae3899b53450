using System.Security.Cryptography.X509Certificates;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>
/// Fatal alerts (RFC 8446, section 6): what one says of our certificate, and which one says what is wrong with the other side's.
/// </summary>
internal static class TlsAlert
{
    /// <summary>Bytes of a record that holds an alert.</summary>
    public const int RecordLength = 7;

    /// <summary>The first byte of such a record: its content type.</summary>
    public const byte ContentType = 0x15;

    private const byte UnexpectedMessage = 10;
    private const byte HandshakeFailure = 40;
    private const byte BadCertificate = 42;
    private const byte UnsupportedCertificate = 43;
    private const byte CertificateExpired = 45;
    private const byte CertificateUnknown = 46;
    private const byte UnknownCa = 48;
    private const byte AccessDenied = 49;
    private const byte ProtocolVersion = 70;
    private const byte CertificateRequired = 116;

    private const byte Fatal = 2;

    /// <summary>The record of the alert that tells the other side of that fault.</summary>
    public static byte[] RecordFor(TlsFault fault)
    {
        var alert = fault switch
        {
            TlsFault.PeerHasNone => CertificateRequired,
            TlsFault.PeerExpired or TlsFault.PeerNotYetValid => CertificateExpired,
            TlsFault.PeerUnknownCa => UnknownCa,
            TlsFault.PeerWrongName => AccessDenied,
            TlsFault.PeerWrongUse => UnsupportedCertificate,
            TlsFault.PeerBad => BadCertificate,
            _ => UnexpectedMessage,
        };
        return [ContentType, 3, 3, 0, 2, Fatal, alert];
    }

    /// <summary>Whether the bytes are a whole record of a fatal alert, and which.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out int alert)
    {
        alert = record.Length >= RecordLength ? record[^1] : 0;
        return record.Length == RecordLength && record[..^1].SequenceEqual((ReadOnlySpan<byte>)[ContentType, 3, 3, 0, 2, Fatal]);
    }

    /// <summary>What an alert from the other side says of us, as a sentence.</summary>
    /// <param name="alert">Its number.</param>
    /// <param name="own">Our certificate.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public static TlsException Explain(int alert, X509Certificate2 own, Exception? inner = null)
    {
        var refusal = $"The other side does not accept our certificate {CertificateText.Subject(own)}:";
        return alert switch
        {
            CertificateRequired => Is(TlsFault.OwnMissing, "The other side wants a certificate, and was given none."),
            CertificateExpired => Is(TlsFault.OwnExpired, $"{refusal} {Expired(own)}."),
            UnknownCa => Is(TlsFault.OwnUnknownCa, $"{refusal} it does not trust the CA that issued it, {CertificateText.Issuer(own)} (-TrustedCa at the other side)."),
            AccessDenied => Is(TlsFault.OwnWrongName, $"{refusal} it expects another name than {CertificateText.Names(own)} (-PeerName at the other side)."),
            UnsupportedCertificate => Is(TlsFault.OwnWrongUse, $"{refusal} its extended key usage, or a CA's, leaves out what it is used for."),
            BadCertificate => Is(TlsFault.OwnBad, $"{refusal} it finds it damaged, or not for a name that it expects; it is for {CertificateText.Names(own)}."),
            CertificateUnknown => Is(TlsFault.OwnBad, $"{refusal} it does not say why."),
            HandshakeFailure => Is(TlsFault.NothingInCommon, "The other side has no cipher in common with this one, or wants a certificate of another sort."),
            ProtocolVersion => Is(TlsFault.NothingInCommon, "The other side does not speak TLS 1.3, which is the only version taken here."),
            _ => Is(TlsFault.Broken, $"The other side ended TLS with alert {alert}."),
        };

        TlsException Is(TlsFault fault, string sentence) => new(fault, sentence, inner);
    }

    private static string Expired(X509Certificate2 own)
    {
        var now = DateTime.UtcNow;
        return now > own.NotAfter.ToUniversalTime() ? $"it has expired, and was valid until {CertificateText.Time(own.NotAfter)}"
            : now < own.NotBefore.ToUniversalTime() ? $"it is not valid yet, but from {CertificateText.Time(own.NotBefore)} on"
            : $"by its clock it has expired or is not valid yet, or a CA's is; it is valid from {CertificateText.Time(own.NotBefore)} until {CertificateText.Time(own.NotAfter)}";
    }
}
