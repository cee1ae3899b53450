using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Whether the other side's certificate is good, and which of the things that can be wrong with it is.</summary>
/// <param name="options">Whom we believe.</param>
/// <param name="own">Which side we are.</param>
/// <param name="serverName">For a client the host that it connects to, which the certificate must bear where no other name is expected.</param>
internal sealed class CertificateJudge(TlsOptions options, LimpetRole own, string? serverName)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    // What one of these means is said best by naming the issuer; a certificate in the chain that has expired is told after that.
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
    private const X509ChainStatusFlags Untimely = X509ChainStatusFlags.NotTimeValid;
    private const X509ChainStatusFlags Unusable = X509ChainStatusFlags.NotValidForUsage;

    /// <summary>How the chain from the certificate to a CA is to be built. Nothing is fetched from anywhere.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(own == LimpetRole.Client ? ServerUse : ClientUse));
        if (options.TrustedCa is { } trusted)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(trusted);
        }

        return policy;
    }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    /// <param name="certificate">The other side's certificate; null where it gave none.</param>
    /// <param name="chain">The chain that was built as <see cref="Policy"/> says.</param>
    public TlsException? Judge(X509Certificate2? certificate, X509Chain? chain)
    {
        if (certificate is null || chain is null)
        {
            return new TlsException(TlsFault.PeerHasNone, "The other side gave no certificate; both sides of a tls: endpoint need one (-Certificate).");
        }

        return JudgeChain(certificate, chain) ?? JudgeName(certificate);
    }

    private TlsException? JudgeChain(X509Certificate2 certificate, X509Chain chain)
    {
        var status = chain.ChainElements.Aggregate(X509ChainStatusFlags.NoError, (all, element) => all | Of(element.ChainElementStatus)) | Of(chain.ChainStatus);
        var subject = CertificateText.Subject(certificate);
        if (status == X509ChainStatusFlags.NoError)
        {
            return null;
        }

        if ((status & Untrusted) != 0)
        {
            return new TlsException(TlsFault.PeerUnknownCa, $"The other side's certificate {subject} was issued by {CertificateText.Issuer(certificate)}, {Untold()}.");
        }

        if ((status & Untimely) != 0)
        {
            return JudgeTime(certificate, chain);
        }

        return (status & Unusable) != 0
            ? new TlsException(TlsFault.PeerWrongUse, $"The other side's certificate {subject} is not for a {(own == LimpetRole.Client ? "server" : "client")}: its extended key usage, or a CA's, leaves that out.")
            : new TlsException(TlsFault.PeerBad, $"The other side's certificate {subject} cannot be believed: {status}.");
    }

    private string Untold() => options.TrustedCa is { } trusted
        ? $"which does not lead to a CA trusted here, {string.Join(", ", trusted.Take(3).Select(CertificateText.Subject))}{(trusted.Count > 3 ? " and others" : "")} (-TrustedCa)"
        : "which does not lead to a CA that this system trusts; give the CA's certificate (-TrustedCa)";

    private static TlsException JudgeTime(X509Certificate2 certificate, X509Chain chain)
    {
        var now = DateTime.UtcNow;
        var bad = chain.ChainElements.FirstOrDefault(element => (Of(element.ChainElementStatus) & Untimely) != 0)?.Certificate ?? certificate;
        var which = bad.Equals(certificate)
            ? $"The other side's certificate {CertificateText.Subject(certificate)}"
            : $"The certificate {CertificateText.Subject(bad)}, by which the other side's {CertificateText.Subject(certificate)} was issued,";
        return now < bad.NotBefore.ToUniversalTime()
            ? new TlsException(TlsFault.PeerNotYetValid, $"{which} is not valid yet: it is from {CertificateText.Time(bad.NotBefore)} on, and here it is {CertificateText.Time(now)}.")
            : new TlsException(TlsFault.PeerExpired, $"{which} has expired: it was valid until {CertificateText.Time(bad.NotAfter)}, and here it is {CertificateText.Time(now)}.");
    }

    private TlsException? JudgeName(X509Certificate2 certificate)
    {
        string expected;
        if (options.PeerNames is { } names)
        {
            if (names.Any(name => CertificateNames.Bears(certificate, name)))
            {
                return null;
            }

            expected = string.Join(" or ", names.Select(CertificateText.Quote));
        }
        else if (own == LimpetRole.Client)
        {
            if (CertificateNames.IsForHost(certificate, serverName!))
            {
                return null;
            }

            expected = CertificateText.Quote(serverName!);
        }
        else
        {
            return null;
        }

        return new TlsException(TlsFault.PeerWrongName, $"The other side's certificate {CertificateText.Subject(certificate)} is for {CertificateText.Names(certificate)}; expected {expected} (-PeerName).");
    }

    private static X509ChainStatusFlags Of(X509ChainStatus[] status) => status.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
}
