using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>Values at the edges of what they may be, as they are read and as they are written again.</summary>
public sealed class ConfigTypesTests
{
    private const string Good = "'kbus': 0, 'listen': '/l'";
    private const string Client = "'kbus': 0, 'connect': '/l'";

    [Theory]
    [InlineData("0.001", 10_000)]
    [InlineData("1000000", 10_000_000_000_000)]
    [InlineData("2.5e0", 25_000_000)]
    [InlineData("0.12345678", 1_234_568)]
    public void Seconds_are_read_to_a_tick(string written, long ticks) => Assert.Equal(ticks, Options($"{Good}, 'timeout': {written}").Timeout.Ticks);

    [Theory]
    [InlineData("0.0009")]
    [InlineData("1000000.1")]
    [InlineData("-1")]
    public void Other_seconds_are_refused(string written) => Refused($"{Good}, 'timeout': {written}");

    [Theory]
    [InlineData(5_000_000, "0.5")]
    [InlineData(70_000_000, "7")]
    [InlineData(10_001, "0.0010001")]
    public void Seconds_are_written_without_more_digits_than_they_have(long ticks, string written)
        => Assert.Contains($"\"timeout\": {written}\n", Formatted(new LimpetOptions { Timeout = TimeSpan.FromTicks(ticks) }), StringComparison.Ordinal);

    [Theory]
    [InlineData("'660'", 0b110_110_000)]
    [InlineData("'0660'", 0b110_110_000)]
    [InlineData("'000'", 0)]
    [InlineData("'0777'", 0b111_111_111)]
    public void A_mode_has_three_digits_with_a_0_in_front_or_without(string written, int mode)
        => Assert.Equal((UnixFileMode)mode, Options($"{Good}, 'socketMode': {written}").Listening.Mode);

    [Theory]
    [InlineData("'66'")]
    [InlineData("'1660'")]
    [InlineData("'00660'")]
    [InlineData("'6/0'")]
    [InlineData("'68'")]
    [InlineData("''")]
    public void Other_modes_are_refused(string written) => Refused($"{Good}, 'socketMode': {written}");

    [Theory]
    [InlineData("kbus", "255", "256")]
    [InlineData("kbus", "0", "-1")]
    [InlineData("verbosity", "2", "3")]
    [InlineData("networkId", "1", "0")]
    [InlineData("networkId", "4294967295", "4294967296")]
    [InlineData("maxPeers", "2147483647", "2147483648")]
    [InlineData("maxMessageSize", "100", "99")]
    [InlineData("maxMessageSize", "0", "1")]
    [InlineData("rateLimit", "0", "-1")]
    [InlineData("sendBuffer", "1.0", "1.5")]
    public void A_number_is_in_its_range(string property, string right, string wrong)
    {
        string Entry(string value) => string.Equals(property, "kbus", StringComparison.Ordinal) ? $"'kbus': {value}, 'listen': '/l'" : $"{Good}, '{property}': {value}";
        Options(Entry(right));
        Refused(Entry(wrong));
    }

    [Fact]
    public void One_file_or_name_may_stand_by_itself_and_is_written_so_and_several_stand_in_a_list()
    {
        const string Tls = "{'limpets': [{'kbus': 0, 'connect': 'tls:h:1', 'tls': {'certificate': '/c', 'trustedCa': A, 'peerName': B}}]}";
        string With(string one, string other) => Tls.Replace("A", one, StringComparison.Ordinal).Replace("B", other, StringComparison.Ordinal).Replace('\'', '"');

        var alone = ConfigFile.Parse(With("'/ca'", "['n']"), "/");
        Assert.Equal(["/ca"], alone.Limpets[0].Tls!.TrustedCa!);
        Assert.Contains("\"trustedCa\": \"/ca\"", ConfigFile.Format(alone), StringComparison.Ordinal);
        Assert.Contains("\"peerName\": \"n\"", ConfigFile.Format(alone), StringComparison.Ordinal);
        Assert.Equal(["/ca", "/cb"], ConfigFile.Parse(With("['/ca', '/cb']", "'n'"), "/").Limpets[0].Tls!.TrustedCa!);
        var wrong = Assert.Single(Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(With("''", "'n'"), "/")).Errors);
        Assert.Equal("$.limpets[0].tls.trustedCa", wrong.Path);
    }

    [Fact]
    public void The_users_let_in_may_be_none_and_one_that_is_wrong_is_told_by_its_place()
    {
        Assert.Equal([], Options($"{Good}, 'allowUid': []").AllowedUsers!);
        Assert.Equal([0u, 4294967295u], Options($"{Good}, 'allowUid': [0, 4294967295]").AllowedUsers!);
        Assert.Equal(["$.limpets[0].allowUid[1]", "$.limpets[0].allowUid[2]"], Errors($"{Good}, 'allowUid': [0, -1, 4294967296]").Select(error => error.Path));
    }

    [Theory]
    [InlineData("'firstRetry': 30", true)]
    [InlineData("'firstRetry': 30.1", false)]
    [InlineData("'longestRetry': 0.1", true)]
    [InlineData("'firstRetry': 2, 'longestRetry': 2", true)]
    [InlineData("'firstRetry': 2.001, 'longestRetry': 2", false)]
    public void The_longest_wait_is_as_long_as_the_first_or_longer(string retries, bool isRight)
        => Assert.Equal(isRight ? [] : [LimpetConfigFault.Conflict], Errors($"{Client}, {retries}").Select(error => error.Fault));

    [Theory]
    [InlineData("~", true)]
    [InlineData("~/x", true)]
    [InlineData("~x", false)]
    [InlineData("a~", false)]
    public void A_path_that_counts_on_a_shell_is_refused(string path, bool isRefused)
    {
        foreach (var property in new[] { "logPath", "listen" })
        {
            var written = string.Equals(property, "listen", StringComparison.Ordinal) ? $"'kbus': 0, 'listen': 'unix:{path}'" : $"{Good}, 'logPath': '{path}'";
            Assert.Equal(isRefused ? [$"$.limpets[0].{property}: ~ stands for no folder in a config file; expected a path from the root, or one from the file's folder."] : [], Errors(written).Select(error => error.Sentence));
        }
    }

    [Theory]
    [InlineData(Good, LimpetRole.Server)]
    [InlineData(Client, LimpetRole.Client)]
    public void The_Limpet_that_is_made_of_an_entry_is_that_one(string entry, LimpetRole role)
    {
        var ready = Assert.Single(ConfigFile.Parse(Json($"{entry}, 'verbosity': 2"), "/etc").Prepare());
        using var service = ready.Make();
        Assert.Equal((role, 2), (service.Role, service.Options.Verbosity));
        using var other = ready.Make(options => options with { Verbosity = 0 });
        Assert.Equal((role, 0), (other.Role, other.Options.Verbosity));
    }

    private static LimpetOptions Options(string entry) => Assert.Single(ConfigFile.Parse(Json(entry), "/etc").Limpets).Options;

    private static void Refused(string entry) => Assert.Single(Errors(entry));

    private static IReadOnlyList<LimpetConfigError> Errors(string entry)
    {
        try
        {
            ConfigFile.Parse(Json(entry), "/etc");
            return [];
        }
        catch (LimpetConfigException e)
        {
            return e.Errors;
        }
    }

    private static string Json(string entry) => $"{{'limpets': [{{{entry}}}]}}".Replace('\'', '"');

    private static string Formatted(LimpetOptions options)
        => ConfigFile.Format(new LimpetConfig { Limpets = [LimpetConfigEntry.Of(Core.Limpets.Endpoints.Endpoint.Parse("/l"), LimpetRole.Server, options, null)] });
}
