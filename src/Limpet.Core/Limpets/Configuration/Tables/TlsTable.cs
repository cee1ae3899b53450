using Limpet.Core.Limpets.Configuration.Types;
using Limpet.Core.Limpets.Transport.Tls;
using Row = Limpet.Core.Limpets.Configuration.Tables.Property<Limpet.Core.Limpets.Transport.Tls.TlsFiles>;

namespace Limpet.Core.Limpets.Configuration.Tables;

/// <summary>What <c>tls</c> holds.</summary>
internal static class TlsTable
{
    public static readonly ObjectType<TlsFiles> Type = new(
        "an object that says where the certificates are: certificate, key, passwordFile, trustedCa, peerName",
        new TlsFiles { Certificate = "" },
        [
            Row.Required(
                "certificate",
                new PathType("a certificate in PEM or PKCS#12, or one of a store such as CN=board", CertificateSource.IsOfStore),
                "Our certificate: a PEM file, with the certificates up to its CA after it if there are any, or a PKCS#12 file; or one of a store, as a thumbprint, CN=subject or LocalMachine/My/thumbprint.",
                tls => tls.Certificate,
                (tls, value) => tls with { Certificate = value }),
            Row.Maybe(
                "key",
                new PathType("a private key in PEM"),
                "The PEM file of its private key. Without it the key is in the certificate's file, or beside it as board.key is beside board.pem.",
                tls => tls.Key,
                (tls, value) => tls with { Key = value }),
            Row.Maybe(
                "passwordFile",
                new PathType("a file that has the password in its first line"),
                "A file with the password of the key, or of the PKCS#12 file, in its first line. Make it mode 0600.",
                tls => tls.PasswordFile,
                (tls, value) => tls with { PasswordFile = value }),
            Row.Maybe(
                "trustedCa",
                new ListType<string>(new PathType("a file of CA certificates in PEM"), "files of CA certificates in PEM", mayBeOne: true),
                "The file, or files, of the CAs one of which must have issued the other side's certificate. Without it those that the system trusts.",
                tls => tls.TrustedCa,
                (tls, value) => tls with { TrustedCa = value }),
            Row.Maybe(
                "peerName",
                new ListType<string>(new PlainTextType("a name that a certificate may bear, such as board.example"), "names, one of which the other side's certificate must bear", mayBeOne: true),
                "Names of which the other side's certificate must bear one. Without it the host that is connected to, and for one that listens any name that the CA vouches for.",
                tls => tls.PeerNames,
                (tls, value) => tls with { PeerNames = value }),
        ]);
}
