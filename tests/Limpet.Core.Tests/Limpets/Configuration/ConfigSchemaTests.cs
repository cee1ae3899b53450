using System.Text.Json;
using Json.Schema;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Tests.Limpets.Rules;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>The schema that ships is the one of the reader, and says of configs what the reader says.</summary>
public sealed class ConfigSchemaTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonSchema Schema = JsonSchema.FromText(ConfigFile.Schema());

    private static string Root { get; } = FindRoot();

    // To write it anew: LIMPET_WRITE_SCHEMA=1 dotnet test --project tests/Limpet.Core.Tests -- --filter-class '*ConfigSchemaTests'
    [Fact]
    public void The_schema_that_ships_is_that_of_the_reader()
    {
        var file = Path.Join(Root, "limpet.schema.json");
        if (Environment.GetEnvironmentVariable("LIMPET_WRITE_SCHEMA") is "1")
        {
            File.WriteAllText(file, ConfigFile.Schema());
        }

        Assert.Equal(ConfigFile.Schema(), File.ReadAllText(file));
    }

    [Fact]
    public void It_is_a_schema_of_its_draft()
        => Assert.True(MetaSchemas.Draft202012.Evaluate(JsonDocument.Parse(ConfigFile.Schema()).RootElement).IsValid);

    [Fact]
    public void The_examples_are_valid_by_it_and_by_the_reader()
    {
        var examples = Directory.GetFiles(Path.Join(Root, "examples"), "*.json");
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            Assert.NotEmpty(ConfigFile.Load(example).Limpets);
            Assert.True(IsValid(File.ReadAllText(example)), example);
        }
    }

    [Fact]
    public void Whatever_the_writer_writes_is_valid()
        => Samples.Check(ConfigGens.Config, usually: 300, config => Assert.True(IsValid(ConfigFile.Format(config)), ConfigFile.Format(config)));

    [Theory]
    [InlineData("{}")]
    [InlineData("{'limpets': []}")]
    [InlineData("{'limpets': [{'kbus': 0}]}")]
    [InlineData("{'limpets': [{'listen': '/x'}]}")]
    [InlineData("{'limpets': [{'kbus': 256, 'listen': '/x'}]}")]
    [InlineData("{'limpets': [{'kbus': '0', 'listen': '/x'}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'listen': '/x', 'connect': '/y'}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'listen': '/x', 'other': 1}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'listen': '/x', 'maxAttempts': 1}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': '/x', 'maxPeers': 1}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': '/x', 'timeout': 0}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': '/x', 'timeout': 'for ever'}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': '/x', 'maxMessageSize': 99}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': '/x', 'messageName': 'Fred'}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': '/x', 'export': ['!']}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'listen': '/x', 'socketMode': '0880'}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'listen': 'tls::1', 'tls': {}}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'listen': 'tls::1', 'tls': {'certificate': '/c', 'password': 'x'}}]}")]
    public void What_it_can_say_is_wrong_is_wrong_for_both(string json)
    {
        json = json.Replace('\'', '"');
        Assert.False(IsValid(json));
        Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(json, "/"));
    }

    [Theory]
    [InlineData("{'$schema': 'x', 'limpets': [{'kbus': 5.0, 'listen': './l0', 'timeout': 'infinite', 'maxMessageSize': 0, 'socketMode': '660', 'allowUid': []}]}")]
    [InlineData("{'limpets': [{'kbus': 0, 'connect': 'tls:h:1', 'tls': {'certificate': 'CN=a', 'trustedCa': 'ca.pem', 'peerName': ['a', 'b']}}]}")]
    public void What_is_right_is_right_for_both(string json)
    {
        json = json.Replace('\'', '"');
        Assert.True(IsValid(json));
        Assert.Single(ConfigFile.Parse(json, "/").Limpets);
    }

    private static bool IsValid(string json) => Schema.Evaluate(JsonDocument.Parse(json, Lenient).RootElement).IsValid;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Limpet.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder;
    }
}
