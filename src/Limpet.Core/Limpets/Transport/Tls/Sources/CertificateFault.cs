namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Why a certificate cannot be had from where it is said to be.</summary>
public enum CertificateFault
{
    /// <summary>There is no such file, or no such certificate in the store.</summary>
    NotFound,

    /// <summary>This user may not read it, or it is no file.</summary>
    Unreadable,

    /// <summary>What it holds is no certificate: neither PEM nor PKCS#12, or spoilt.</summary>
    NotACertificate,

    /// <summary>There is a certificate and no private key.</summary>
    NoKey,

    /// <summary>The private key belongs to another certificate.</summary>
    WrongKey,

    /// <summary>The private key is encrypted, and the password is missing or wrong.</summary>
    Password,

    /// <summary>Several certificates of the store answer to what was asked for.</summary>
    Ambiguous,
}
