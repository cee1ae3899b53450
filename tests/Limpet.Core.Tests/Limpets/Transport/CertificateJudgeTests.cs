using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Tests.Limpets.Transport;

/// <summary>Which of the things that can be wrong with a certificate is, as the chain tells that leads from it.</summary>
public sealed class CertificateJudgeTests : IDisposable
{
    private readonly TestCa _ca = new("Our CA");
    private readonly TestCa _other = new("Their CA");

    public void Dispose()
    {
        _ca.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_good_one_is_good() => Assert.Null(Judge(_ca.Issue("board7"), LimpetRole.Client, "board7"));

    [Fact]
    public void None_is_none_with_a_chain_or_without()
    {
        using var board = _ca.Issue("board7");
        using var chain = new X509Chain();
        var judge = new CertificateJudge(_ca.Options(board), LimpetRole.Server, serverName: null);
        Assert.Equal(TlsFault.PeerHasNone, judge.Judge(null, chain)?.Fault);
        Assert.Equal(TlsFault.PeerHasNone, judge.Judge(board, null)?.Fault);
    }

    [Theory]
    [InlineData(LimpetRole.Client, "1.3.6.1.5.5.7.3.1")]
    [InlineData(LimpetRole.Server, "1.3.6.1.5.5.7.3.2")]
    public void What_the_other_side_is_its_certificate_must_be_for_and_nothing_is_fetched(LimpetRole own, string use)
    {
        var policy = new CertificateJudge(_ca.Options(_ca.Issue("board7")), own, serverName: null).Policy();
        Assert.Equal(use, Assert.Single<System.Security.Cryptography.Oid>([.. policy.ApplicationPolicy]).Value);
        Assert.Equal((X509RevocationMode.NoCheck, true, X509ChainTrustMode.CustomRootTrust), (policy.RevocationMode, policy.DisableCertificateDownloads, policy.TrustMode));
    }

    [Fact]
    public void One_for_another_use_is_told_which()
    {
        Assert.Contains("is not for a server:", Told(TlsFault.PeerWrongUse, _ca.IssueForClients("board7"), LimpetRole.Client), StringComparison.Ordinal);
        Assert.Contains("is not for a client:", Told(TlsFault.PeerWrongUse, _ca.IssueForServers("board7"), LimpetRole.Server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "trusted here, 'CN=CA 1' (-TrustedCa).")]
    [InlineData(3, "trusted here, 'CN=CA 1', 'CN=CA 2', 'CN=CA 3' (-TrustedCa).")]
    [InlineData(4, "trusted here, 'CN=CA 1', 'CN=CA 2', 'CN=CA 3' and others (-TrustedCa).")]
    public void One_of_an_unknown_CA_is_told_with_those_that_are_known(int trusted, string told)
    {
        var cas = Enumerable.Range(1, trusted).Select(i => new TestCa($"CA {i}")).ToList();
        var options = _ca.Options(_ca.Issue("own")) with { TrustedCa = [.. cas.Select(ca => ca.Certificate)] };
        var fault = Judge(_other.Issue("board7"), LimpetRole.Client, "board7", options);
        Assert.Equal(TlsFault.PeerUnknownCa, fault?.Fault);
        Assert.EndsWith(told, fault!.Message, StringComparison.Ordinal);
        Assert.Contains("was issued by 'CN=Their CA'", fault.Message, StringComparison.Ordinal);
        cas.ForEach(ca => ca.Dispose());
    }

    [Fact]
    public void Of_what_is_untimely_it_is_told_which_certificate_and_how()
    {
        Assert.StartsWith("The other side's certificate 'CN=board7' has expired: it was valid until ", Told(TlsFault.PeerExpired, _ca.Issue("board7", -20, -10), LimpetRole.Client), StringComparison.Ordinal);
        Assert.StartsWith("The other side's certificate 'CN=board7' is not valid yet: it is from ", Told(TlsFault.PeerNotYetValid, _ca.Issue("board7", 10, 20), LimpetRole.Client), StringComparison.Ordinal);
    }

    [Fact]
    public void A_CA_between_that_has_expired_is_told_by_name()
    {
        // No CA may issue what outlasts it, so this one has a younger twin with the same key.
        using var between = _ca.Below("Between");
        using var old = between.Twin(_ca, -50, -1);
        var late = Judge(between.Issue("board7"), LimpetRole.Client, "board7", between: old);
        Assert.StartsWith("The certificate 'CN=Between', by which the other side's 'CN=board7' was issued, has expired: ", late?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_believed_is_told_before_whose_it_is()
    {
        Assert.Equal(TlsFault.PeerUnknownCa, Judge(_other.Issue("stranger"), LimpetRole.Client, "board7")?.Fault);
        Assert.Contains("is for 'stranger'; expected 'board7' (-PeerName)", Told(TlsFault.PeerWrongName, _ca.Issue("stranger"), LimpetRole.Client), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_shown_up_to_eight_and_then_counted()
    {
        Assert.Equal(string.Join(", ", Enumerable.Range(1, 8).Select(i => $"'n{i}'")), CertificateText.Names(Named(8)));
        Assert.Equal(string.Join(", ", Enumerable.Range(1, 8).Select(i => $"'n{i}'")) + " and 2 more", CertificateText.Names(Named(10)));
        Assert.Equal("no name", CertificateText.Names(Named(0)));
    }

    private X509Certificate2 Named(int count) => _ca.IssueNamed("O=nobody", [.. Enumerable.Range(1, count).Select(i => $"n{i}")]);

    private string Told(TlsFault fault, X509Certificate2 certificate, LimpetRole own)
    {
        var told = Judge(certificate, own, "board7");
        Assert.Equal(fault, told?.Fault);
        return told!.Message;
    }

    private TlsException? Judge(X509Certificate2 certificate, LimpetRole own, string name, TlsOptions? options = null, X509Certificate2? between = null)
    {
        options ??= _ca.Options(_ca.Issue("own"), own == LimpetRole.Server ? [name] : []);
        var judge = new CertificateJudge(options, own, name);
        using var chain = new X509Chain { ChainPolicy = judge.Policy() };
        if (between is not null)
        {
            chain.ChainPolicy.ExtraStore.Add(between);
        }

        chain.Build(certificate);
        return judge.Judge(certificate, chain);
    }
}
