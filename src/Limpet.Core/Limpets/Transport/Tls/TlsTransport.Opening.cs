using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Limpets.Transport.Tls;

/// <content>The handshake, and who may come of it.</content>
internal sealed partial class TlsTransport
{
    // So long whoever is refused may take to hear it, or to go.
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(1);

    // Whoever was not judged is refused.
    private TlsException? _verdict = new(TlsFault.PeerHasNone, "The other side's certificate was not looked at.");

    public override void Open(TimeSpan timeout)
    {
        _ciphertext.Deadline = new Deadline(timeout);
        try
        {
            Authenticate();
        }
        catch (Exception e) when (e is AuthenticationException or IOException or InvalidOperationException or LimpetException)
        {
            var why = ExplainHandshake(e, timeout);
            if (why is TlsException { Fault: TlsFault.PeerIsPlain or TlsFault.PeerIsForeign } fault && _own == LimpetRole.Server)
            {
                Tell(_socket, fault);
            }

            throw why;
        }

        _ciphertext.WritesWait = false;
        _isOpen = true;
        if (_verdict is { } verdict)
        {
            Tell(this, verdict);
            throw verdict;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Open refuses whatever was not judged good, before anything is said or heard.")]
    private void Authenticate()
    {
        var judge = new CertificateJudge(_options, _own, _serverName);
        var certificate = SslStreamCertificateContext.Create(_options.Certificate, _options.Intermediates, offline: true);
        if (_own == LimpetRole.Client)
        {
            _ssl.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = _serverName,
                ClientCertificateContext = certificate,
                EnabledSslProtocols = SslProtocols.Tls13,
                AllowTlsResume = false,
                CertificateChainPolicy = judge.Policy(),
                RemoteCertificateValidationCallback = Look,
            });
        }
        else
        {
            _ssl.AuthenticateAsServer(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
                AllowTlsResume = false,
                AllowRenegotiation = false,
                CertificateChainPolicy = judge.Policy(),
                RemoteCertificateValidationCallback = Look,
            });
        }

        // The chain is there only as long as this runs. What is judged here is acted upon in Open, whatever it is.
        bool Look(object sender, X509Certificate? given, X509Chain? chain, SslPolicyErrors errors)
        {
            var peer = given as X509Certificate2;
            _verdict = judge.Judge(peer, chain);
            if (peer is not null && _verdict is null)
            {
                _peer = PeerIdentity.Of(peer, _socket.Peer);
            }

            return true;
        }
    }

    private LimpetException ExplainHandshake(Exception e, TimeSpan timeout)
    {
        if (Find<LimpetException>(e) is { } known)
        {
            return known is LimpetTimeoutException ? new LimpetTimeoutException($"The TLS handshake did not end in {timeout.TotalSeconds:0.###} s.") : known;
        }

        if (OpenSslError.AlertIn(e) is { } alert)
        {
            return TlsAlert.Explain(alert, _options.Certificate, e);
        }

        if (OpenSslError.IsNothingInCommon(e))
        {
            return new TlsException(TlsFault.NothingInCommon, $"The two sides have no version of TLS, no cipher or no signature in common ({OpenSslError.TextIn(e)}); taken here is TLS 1.3 alone.", e);
        }

        if (e is not IOException)
        {
            return new TlsException(TlsFault.Broken, $"The TLS handshake failed: {OpenSslError.TextIn(e)}.", e);
        }

        return _ciphertext.HasReceived
            ? new TlsException(TlsFault.Broken, "The other side closed the connection in the middle of the TLS handshake.", e)
            : new OtherLimpetGoneAwayException("The other side closed the connection without a word of TLS.", e);
    }

    private static void Tell(LinkTransport through, TlsException fault)
    {
        try
        {
            through.SendAll(TlsAlert.RecordFor(fault.Fault), RefusalPatience);
            through.EndHeard(new Deadline(RefusalPatience));
        }
        catch (LimpetException)
        {
            // The other side has gone, or does not want to know.
        }
    }
}
