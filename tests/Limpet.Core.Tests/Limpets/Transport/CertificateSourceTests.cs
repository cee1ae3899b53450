using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Limpets.Transport;

public sealed class CertificateSourceTests : IDisposable
{
    private const string Password = "sesame";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    private readonly TemporaryDirectory _directory = new();
    private readonly TestCa _ca = new("Our CA");
    private readonly X509Certificate2 _board;

    public CertificateSourceTests() => _board = _ca.Issue("board7");

    public void Dispose()
    {
        _directory.Dispose();
        _ca.Dispose();
    }

    private string CertificatePem => _board.ExportCertificatePem();

    private string KeyPem => _board.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    [Fact]
    public void A_PEM_file_may_hold_both_and_the_chain()
    {
        var loaded = Loaded(File("board.pem", $"{KeyPem}\n{CertificatePem}\n{_ca.Certificate.ExportCertificatePem()}"));
        Assert.Equal("CN=Our CA", Assert.Single(loaded.Intermediates).Subject);
        Assert.False(loaded.Intermediates[0].HasPrivateKey);
        Assert.Empty(loaded.Warnings);
    }

    [Theory]
    [InlineData("cert.pem", "key.pem")]
    [InlineData("fullchain.pem", "privkey.pem")]
    [InlineData("board.crt", "board.key")]
    [InlineData("board.cert.pem", "board.key.pem")]
    public void A_key_beside_its_certificate_is_found(string certificate, string key)
    {
        File(key, KeyPem);
        Loaded(File(certificate, CertificatePem));
    }

    [Fact]
    public void A_key_may_be_elsewhere_in_another_form_and_encrypted()
    {
        var certificate = File("b.pem", CertificatePem);
        Loaded(certificate, File("sec1.pem", _board.GetECDsaPrivateKey()!.ExportECPrivateKeyPem()));
        Loaded(certificate, File("secret.pem", _board.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption)), Password);
    }

    [Fact]
    public void A_PKCS12_file_may_hold_the_chain_and_have_a_password_or_none()
    {
        var path = File("board.pfx", new X509Certificate2Collection { X509CertificateLoader.LoadCertificate(_ca.Certificate.RawData), _board }.Export(X509ContentType.Pkcs12, Password)!);
        Assert.Equal("CN=Our CA", Assert.Single(Loaded(path, password: Password).Intermediates).Subject);
        Loaded(File("bare.p12", _board.Export(X509ContentType.Pkcs12)));
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_told_with_its_name()
    {
        Told(CertificateFault.NotFound, "There is no certificate file '", At("none.pem"));
        Told(CertificateFault.NotFound, "There is no certificate file '", At("no/none.pem"));
        Told(CertificateFault.Unreadable, "is a directory; expected a file", _directory.Path);
        Told(CertificateFault.NotACertificate, "is neither PEM nor PKCS#12", File("rubbish.pem", "rubbish"));
        Told(CertificateFault.NotACertificate, "is neither PEM nor PKCS#12", File("empty.pem", ""));
        Told(CertificateFault.NotACertificate, "has no certificate; expected one that begins with -----BEGIN CERTIFICATE-----", File("only-key.pem", KeyPem));
        Told(CertificateFault.NotACertificate, "has a certificate that cannot be read", File("spoilt.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
        Told(CertificateFault.NoKey, "has a certificate and no private key, and no '", File("lonely.pem", CertificatePem));
        Told(CertificateFault.NoKey, $"no '{At("fullchain.key")}' or '{At("privkey.pem")}' has one", File("fullchain.pem", CertificatePem));
        Told(CertificateFault.NoKey, "is a certificate in DER, which holds no private key", File("board.cer", _board.RawData));
        Told(CertificateFault.NoKey, "no private key to any", File("bare.pfx", X509CertificateLoader.LoadCertificate(_board.RawData).Export(X509ContentType.Pkcs12)));
        Assert.Contains("is empty", Assert.Throws<CertificateException>(() => CertificateSource.Load(" ")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_or_is_too_long_for_any_certificate_is_told()
    {
        const int Most = 16 * 1024 * 1024;
        Told(CertificateFault.Unreadable, "The certificate file '/proc/self/mem' cannot be read: ", "/proc/self/mem");
        Told(CertificateFault.NotACertificate, "is neither PEM nor PKCS#12", File("long", new byte[Most]));
        Told(CertificateFault.NotACertificate, $"has {Most + 1} bytes, which no such file has", File("longer", new byte[Most + 1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void A_word_that_is_no_thumbprint_is_a_file(int length)
        => Told(CertificateFault.NotFound, "There is no certificate file '", $"{new string('a', length - 1)}z");

    [Fact]
    public void Digits_that_are_too_few_for_a_thumbprint_are_a_file()
        => Told(CertificateFault.NotFound, "There is no certificate file '", new string('a', 39));

    [Fact]
    public void A_PKCS12_file_that_all_can_read_is_warned_of_unless_it_has_a_password()
    {
        foreach (var (password, warnings) in (IEnumerable<(string?, int)>)[(null, 1), ("", 1), (Password, 0)])
        {
            var path = File("board.pfx", _board.Export(X509ContentType.Pkcs12, password));
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.Equal(warnings, Loaded(path, password: password).Warnings.Count);
        }
    }

    [Fact]
    public void What_is_wrong_with_a_key_is_told_with_its_name()
    {
        var certificate = File("b.pem", CertificatePem);
        using var other = _ca.Issue("other");
        using var rsa = RSA.Create(2048);
        Told(CertificateFault.NotFound, "There is no key file", certificate, At("none.pem"), place: At("none.pem"));
        Told(CertificateFault.NoKey, "has no private key in PEM", certificate, certificate);
        Told(CertificateFault.WrongKey, "does not belong to the certificate 'CN=board7' in", certificate, File("other.pem", other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()), place: At("other.pem"));
        Told(CertificateFault.WrongKey, "'CN=board7' in", certificate, File("rsa.pem", rsa.ExportRSAPrivateKeyPem()), place: At("rsa.pem"));
        Told(CertificateFault.WrongKey, "'CN=board7' in", certificate, File("spoilt.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), place: At("spoilt.pem"));
        var secret = File("secret.pem", _board.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption));
        Told(CertificateFault.Password, "is encrypted; give its password", certificate, secret, place: secret);
        Told(CertificateFault.Password, "cannot be decrypted with that password", certificate, secret, "wrong", place: secret);
        Told(CertificateFault.NotACertificate, "is no PEM, which it must be", File("b.pfx", _board.Export(X509ContentType.Pkcs12)), secret);
    }

    [Fact]
    public void A_password_that_is_missing_or_wrong_is_told()
    {
        var path = File("board.pfx", _board.Export(X509ContentType.Pkcs12, Password));
        Told(CertificateFault.Password, "needs a password; none was given", path);
        Told(CertificateFault.Password, "cannot be opened with that password", path, password: "wrong");
    }

    [Fact]
    public void A_key_that_all_can_read_and_a_certificate_that_has_expired_are_warned_of()
    {
        var path = File("board.pem", $"{CertificatePem}\n{KeyPem}");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal($"The private key in '{path}' can be read by every user of this machine (mode 0644); 'chmod 600' makes it its owner's alone.", Assert.Single(Loaded(path).Warnings));

        using var late = _ca.Issue("late", -20, -10);
        Assert.Contains("'CN=late' has expired: it was valid until ", Assert.Single(CertificateSource.Load(TestCa.Write(At("late.pem"), late)).Warnings), StringComparison.Ordinal);
        using var early = _ca.Issue("early", 10, 20);
        Assert.Contains("'CN=early' is not valid yet", Assert.Single(CertificateSource.Load(TestCa.Write(At("early.pem"), early)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Trusted_certificates_are_one_or_more_in_PEM_or_one_in_DER()
    {
        using var second = new TestCa("Second");
        Assert.Equal(2, CertificateSource.LoadTrusted(File("cas.pem", _ca.Certificate.ExportCertificatePem() + "\n" + second.Certificate.ExportCertificatePem())).Count);
        Assert.Equal("CN=Our CA", Assert.Single(CertificateSource.LoadTrusted(File("ca.cer", _ca.Certificate.RawData))).Subject);
        Assert.Equal(CertificateFault.NotFound, Assert.Throws<CertificateException>(() => CertificateSource.LoadTrusted(At("none.pem"))).Fault);
        var e = Assert.Throws<CertificateException>(() => CertificateSource.LoadTrusted(File("rubbish", "rubbish")));
        Assert.Equal((CertificateFault.NotACertificate, $"'{At("rubbish")}' is no certificate; expected one or more in PEM, or one in DER."), (e.Fault, e.Message));
        Assert.Contains("has no certificate", Assert.Throws<CertificateException>(() => CertificateSource.LoadTrusted(File("key.pem", KeyPem))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_the_store_is_found_by_thumbprint_and_subject()
    {
        // A name of its own, since the store is the user's: nothing else of it is touched.
        var name = $"limpet-test-{Guid.NewGuid():N}";
        using var mine = Persistent(name);
        using var another = Persistent(name);
        using var bare = X509CertificateLoader.LoadCertificate(_ca.Issue($"{name}-bare").RawData);
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(mine);
        try
        {
            foreach (var text in new[] { mine.Thumbprint, $@"Cert:\CurrentUser\My\{mine.Thumbprint}", $"CurrentUser/My/{name}", $"CN={name}", $"cert:/currentuser/my/CN={name}" })
            {
                using var loaded = CertificateSource.Load(text);
                Assert.Equal((mine.Thumbprint, true), (loaded.Certificate.Thumbprint, loaded.Certificate.HasPrivateKey));
            }

            store.Add(another);
            Told(CertificateFault.Ambiguous, $"There are 2 certificates 'CN={name}' in the store CurrentUser/My; give a thumbprint: ", $"CN={name}");
            var told = Assert.Throws<CertificateException>(() => CertificateSource.Load($"CN={name}")).Message;
            Assert.True(told.EndsWith($": {mine.Thumbprint}, {another.Thumbprint}.", StringComparison.Ordinal) || told.EndsWith($": {another.Thumbprint}, {mine.Thumbprint}.", StringComparison.Ordinal), told);
            store.Add(bare);
            Told(CertificateFault.NoKey, $"The certificate 'CN={name}-bare' in the store CurrentUser/My has no private key there.", $"CN={name}-bare");
        }
        finally
        {
            foreach (var certificate in (X509Certificate2[])[mine, another, bare])
            {
                store.Remove(certificate);
            }
        }

        Told(CertificateFault.NotFound, $"There is no certificate 'CN={name}' in the store CurrentUser/My", $"CN={name}");
        Told(CertificateFault.NotFound, "in the store CurrentUser/My", new string('0', 40));
        Told(CertificateFault.NotFound, "The certificate store LocalMachine/My cannot be opened", $"LocalMachine/My/{name}", place: "LocalMachine/My");
    }

    private X509Certificate2 Persistent(string name)
        => X509CertificateLoader.LoadPkcs12(_ca.Issue(name).Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.PersistKeySet);

    private string At(string name) => _directory.At(name);

    private string File(string name, string text) => File(name, System.Text.Encoding.ASCII.GetBytes(text));

    private string File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(At(name), bytes);
        System.IO.File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return At(name);
    }

    private LoadedCertificate Loaded(string path, string? key = null, string? password = null)
    {
        var loaded = CertificateSource.Load(path, key, password);
        Assert.Equal((_board.Thumbprint, true), (loaded.Certificate.Thumbprint, loaded.Certificate.HasPrivateKey));
        return loaded;
    }

    private static void Told(CertificateFault fault, string told, string path, string? key = null, string? password = null, string? place = null)
    {
        var e = Assert.Throws<CertificateException>(() => CertificateSource.Load(path, key, password));
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Contains(place ?? path, e.Message, StringComparison.Ordinal);
        Assert.Equal(fault, e.Fault);
    }
}
