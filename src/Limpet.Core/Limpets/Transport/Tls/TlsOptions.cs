using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>What a <c>tls:</c> endpoint needs: who we are, and whom we believe. Nothing of it changes; whoever made the certificates disposes of them.</summary>
public sealed record TlsOptions
{
    /// <summary>Our certificate, with its private key; <see cref="CertificateSource"/> loads one. Both sides must have one.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>The certificates between ours and its CA, which the other side may not have.</summary>
    public X509Certificate2Collection Intermediates { get; init; } = [];

    /// <summary>The CAs one of which must have issued the other side's certificate; null for those that this system trusts.</summary>
    public X509Certificate2Collection? TrustedCa { get; init; }

    /// <summary>
    /// Names of which the other side's certificate must bear one: a DNS name or an IP address among its alternative names, or its common name. Null for a
    /// client: the host that it connects to, and for a server: whatever name the CA vouches for.
    /// </summary>
    public IReadOnlyCollection<string>? PeerNames { get; init; }

    /// <summary>Where it all came from, so that it can be written to a config file; null where a program made it.</summary>
    public TlsFiles? Files { get; init; }

    /// <summary>Disposes of our certificate, those above it, and the trusted ones, for whoever loaded them.</summary>
    public void DisposeCertificates()
    {
        Certificate.Dispose();
        foreach (var certificate in Intermediates.Concat(TrustedCa ?? []))
        {
            certificate.Dispose();
        }
    }

    /// <summary>Checks what the types allow and TLS does not.</summary>
    /// <exception cref="LimpetOptionException">There is no private key, no CA or no name; the message says what to give.</exception>
    public void Check()
    {
        if (!Certificate.HasPrivateKey)
        {
            throw new LimpetOptionException(nameof(Certificate), $"The certificate {CertificateText.Subject(Certificate)} has no private key; expected a certificate with the key that belongs to it.");
        }

        if (TrustedCa is { Count: 0 })
        {
            throw new LimpetOptionException(nameof(TrustedCa), "TrustedCa has no certificate, so that nobody could connect; expected one or more, or none at all for those that this system trusts.");
        }

        if (PeerNames is not null && (PeerNames.Count == 0 || PeerNames.Any(string.IsNullOrWhiteSpace)))
        {
            throw new LimpetOptionException(nameof(PeerNames), "PeerNames has no name, or an empty one; expected names that the other side's certificate may bear.");
        }
    }

    /// <summary>Checks that an endpoint gets what it needs, and nothing that it does not use.</summary>
    /// <exception cref="LimpetOptionException">It does not; the message says what to give.</exception>
    internal static void CheckFor(Endpoint endpoint, TlsOptions? tls)
    {
        if (endpoint is TlsEndpoint && tls is null)
        {
            throw new LimpetOptionException("Tls", $"{endpoint} needs a certificate of this side, and its private key (-Certificate); none was given.");
        }

        if (endpoint is not TlsEndpoint && tls is not null)
        {
            throw new LimpetOptionException("Tls", $"A certificate was given (-Certificate), and {endpoint} uses none; expected tls:host:port, or no certificate.");
        }

        tls?.Check();
    }
}
