using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;

using Limpet.Core.Limpets.Transport.Tls;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Errors;

namespace Limpet.PowerShell.Commands;

/// <summary>What the cmdlets share that make a connection to a Limpet: who we are and whom we believe on a <c>tls:</c> endpoint.</summary>
public abstract class LinkCmdlet : KbusCmdlet
{
    /// <summary>Our certificate for a <c>tls:</c> endpoint: a PEM or PKCS#12 file, or a thumbprint or subject in the store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? Certificate { get; set; }

    /// <summary>The PEM file of its key, where that is neither in the same file nor beside it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? CertificateKey { get; set; }

    /// <summary>What the file or its key is encrypted with.</summary>
    [Parameter]
    [ValidateNotNull]
    public virtual SecureString? CertificatePassword { get; set; }

    /// <summary>Files with the certificates of the CAs, or of single peers, that are trusted; those of the system without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string[]? TrustedCa { get; set; }

    /// <summary>Names, one of which the other end's certificate must bear; the host of the endpoint without it, or any name where we listen.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string[]? PeerName { get; set; }

    /// <summary>Loads what the parameters name, and warns of what is odd about it; null where none is given.</summary>
    /// <param name="keep">Takes what is to be disposed of once nobody connects any more.</param>
    /// <exception cref="CertificateException">A certificate cannot be had.</exception>
    private protected TlsOptions? LoadTls(Action<IDisposable> keep)
    {
        if (Certificate is null)
        {
            if ((CertificateKey ?? (object?)CertificatePassword ?? TrustedCa ?? (object?)PeerName) is not null)
            {
                Refuse(ErrorId.NoCertificate, ErrorCategory.InvalidArgument, target: null, "Both ends of a tls: endpoint prove who they are: give -Certificate with the others.");
            }

            return null;
        }

        var path = GetUnresolvedProviderPathFromPSPath(Certificate);
        var loaded = CertificateSource.Load(
            File.Exists(path) ? path : Certificate,
            CertificateKey is null ? null : GetUnresolvedProviderPathFromPSPath(CertificateKey),
            CertificatePassword is null ? null : new NetworkCredential("", CertificatePassword).Password);
        keep(loaded);
        CallTrace.Tell?.Invoke($"certificate '{loaded.Certificate.Subject}' of '{Certificate}', valid until {loaded.Certificate.NotAfter:u}");
        foreach (var warning in loaded.Warnings)
        {
            WriteWarning(warning);
        }

        return new TlsOptions
        {
            Certificate = loaded.Certificate,
            Intermediates = loaded.Intermediates,
            TrustedCa = LoadTrusted(keep),
            PeerNames = PeerName,
            Files = new TlsFiles
            {
                Certificate = File.Exists(path) ? path : Certificate,
                Key = CertificateKey is null ? null : GetUnresolvedProviderPathFromPSPath(CertificateKey),
                TrustedCa = TrustedCa is null ? null : [.. TrustedCa.Select(GetUnresolvedProviderPathFromPSPath)],
                PeerNames = PeerName,
                HasTypedPassword = CertificatePassword is not null,
            },
        };
    }

    private X509Certificate2Collection? LoadTrusted(Action<IDisposable> keep)
    {
        if (TrustedCa is null)
        {
            return null;
        }

        var all = new X509Certificate2Collection();
        foreach (var path in TrustedCa)
        {
            foreach (var trusted in CertificateSource.LoadTrusted(GetUnresolvedProviderPathFromPSPath(path)))
            {
                keep(trusted);
                all.Add(trusted);
            }
        }

        return all;
    }
}
