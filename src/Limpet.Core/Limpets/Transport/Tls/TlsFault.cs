namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>What went wrong between two sides of which one at least speaks TLS.</summary>
public enum TlsFault
{
    /// <summary>TLS broke off, or what came is no TLS that can be read.</summary>
    Broken,

    /// <summary>The other side speaks plain text.</summary>
    PeerIsPlain,

    /// <summary>The other side speaks TLS, and this one does not.</summary>
    PeerIsTls,

    /// <summary>The other side speaks neither TLS nor what Limpets speak.</summary>
    PeerIsForeign,

    /// <summary>There is no version of TLS or no cipher that both sides have.</summary>
    NothingInCommon,

    /// <summary>The other side gave no certificate.</summary>
    PeerHasNone,

    /// <summary>The other side's certificate has expired.</summary>
    PeerExpired,

    /// <summary>The other side's certificate is not valid yet.</summary>
    PeerNotYetValid,

    /// <summary>The other side's certificate was issued by nobody whom we trust.</summary>
    PeerUnknownCa,

    /// <summary>The other side's certificate bears none of the names that we expect.</summary>
    PeerWrongName,

    /// <summary>The other side's certificate is not for its side: its extended key usage says so.</summary>
    PeerWrongUse,

    /// <summary>Something else is wrong with the other side's certificate, or with one between it and its CA.</summary>
    PeerBad,

    /// <summary>The other side wants a certificate, and none of ours was given.</summary>
    OwnMissing,

    /// <summary>To the other side our certificate has expired, or is not valid yet.</summary>
    OwnExpired,

    /// <summary>The other side does not trust whoever issued our certificate.</summary>
    OwnUnknownCa,

    /// <summary>The other side expects a name that our certificate does not bear.</summary>
    OwnWrongName,

    /// <summary>To the other side our certificate is not for our side.</summary>
    OwnWrongUse,

    /// <summary>The other side does not accept our certificate for another reason.</summary>
    OwnBad,
}
