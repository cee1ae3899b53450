using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>Config files on disk: relative paths, what cannot be read, and writing whole or not at all.</summary>
public sealed class ConfigFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("limpet-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Relative_paths_go_from_the_folder_of_the_file()
    {
        var config = ConfigFile.Load(Write("""
            {
              // what the two ends are
              "limpets": [
                { "kbus": 3, "listen": "./l0", "logPath": "../log/l0.json" },
                { "kbus": 4, "connect": "tls:host:5", "tls": { "certificate": "pki/board.pem", "key": "/k.pem", "trustedCa": ["ca.pem"] } },
                { "kbus": 5, "connect": "tls:host:6", "tls": { "certificate": "CN=board" } },
              ],
            }
            """));

        Assert.Equal($"unix:{_folder}/l0", config.Limpets[0].Endpoint.ToString());
        Assert.Equal(Path.GetFullPath("../log/l0.json", _folder), config.Limpets[0].LogPath);
        Assert.Equal((LimpetRole.Server, 3), (config.Limpets[0].Role, config.Limpets[0].Options.Kbus));
        Assert.Equal(new TlsEndpoint("host", 5), config.Limpets[1].Endpoint);
        Assert.Equal(($"{_folder}/pki/board.pem", "/k.pem"), (config.Limpets[1].Tls!.Certificate, config.Limpets[1].Tls!.Key));
        Assert.Equal([$"{_folder}/ca.pem"], config.Limpets[1].Tls!.TrustedCa);
        Assert.Equal("CN=board", config.Limpets[2].Tls!.Certificate);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var missing = Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(Path.Join(_folder, "none.json")));
        Assert.Equal(LimpetConfigFault.NotFound, Assert.Single(missing.Errors).Fault);
        Assert.Contains($"{_folder}/none.json", missing.Message);
        Assert.Equal(LimpetConfigFault.Unreadable, Assert.Single(Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(_folder)).Errors).Fault);
        var large = Path.Join(_folder, "large.json");
        using (var file = File.Create(large))
        {
            file.SetLength(5 * 1024 * 1024);
        }

        Assert.Contains("5242880 bytes", Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(large)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_it()
    {
        var path = Path.Join(_folder, "mark.json");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "{\"limpets\": [{\"kbus\": 999, \"listen\": \"/x\"}]}"u8]);
        var error = Assert.Single(Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(path)).Errors);
        Assert.Equal(("$.limpets[0].kbus", LimpetConfigFault.OutOfRange), (error.Path, error.Fault));
    }

    [Fact]
    public void It_is_written_whole_for_its_owner_alone_and_over_another_only_when_told()
    {
        var path = Path.Join(_folder, "made.json");
        var config = ConfigFile.Parse("""{"limpets": [{"kbus": 1, "listen": "/tmp/l1"}]}""", "/");

        ConfigFile.Save(config, path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(ConfigFile.Format(config), File.ReadAllText(path));
        File.WriteAllText(path, "mine");
        Assert.Contains("there already", Assert.Throws<IOException>(() => ConfigFile.Save(config, path)).Message);
        Assert.Equal("mine", File.ReadAllText(path));
        ConfigFile.Save(config, path, overwrite: true);

        Assert.Equal(ConfigFile.Format(config), File.ReadAllText(path));
        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(() => ConfigFile.Save(config, Path.Join(_folder, "no", "x"))).Message);
        Assert.Contains("is a directory", Assert.Throws<IOException>(() => ConfigFile.Save(config, _folder, overwrite: true)).Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Certificates_that_cannot_be_had_are_told_all_at_once_with_their_places()
    {
        var empty = Path.Join(_folder, "empty");
        File.WriteAllText(empty, "\n");
        var config = ConfigFile.Load(Write("""
            { "limpets": [
                { "kbus": 0, "listen": "tls::5000", "tls": { "certificate": "none.pem" } },
                { "kbus": 1, "listen": "tls::5001", "tls": { "certificate": "none.pem", "trustedCa": "ca.pem" } },
                { "kbus": 2, "listen": "tls::5002", "tls": { "certificate": "none.pem", "passwordFile": "empty" } } ] }
            """));

        var failure = Assert.Throws<LimpetConfigException>(() => config.Prepare());

        Assert.Equal(
            [("$.limpets[0].tls.certificate", 2), ("$.limpets[1].tls.trustedCa", 3), ("$.limpets[2].tls.passwordFile", 4)],
            failure.Errors.Select(error => (error.Path, error.Line)));
        Assert.All(failure.Errors, error => Assert.Equal(LimpetConfigFault.Certificate, error.Fault));
        Assert.Contains($"There is no certificate file '{_folder}/none.pem'", failure.Errors[0].Sentence);
        Assert.Contains("The first line of the password file", failure.Errors[2].Sentence);
    }

    private string Write(string json)
    {
        var path = Path.Join(_folder, "limpet.json");
        File.WriteAllText(path, json);
        return path;
    }
}
