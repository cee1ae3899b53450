using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Tests.Limpets.Rules;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>What is written reads as the same again.</summary>
public sealed class ConfigRoundTripTests
{
    [Fact]
    public void A_config_that_is_written_reads_as_the_same()
        => Samples.Check(ConfigGens.Config, usually: 500, config =>
        {
            var json = ConfigFile.Format(config);
            var read = ConfigFile.Parse(json, "/elsewhere");
            Assert.Equal(config.Limpets.Count, read.Limpets.Count);
            foreach (var (before, after) in config.Limpets.Zip(read.Limpets))
            {
                Assert.Equal(before.Endpoint, after.Endpoint);
                Assert.Equal((before.Role, before.LogPath), (after.Role, after.LogPath));
                AssertSame(before.Options, after.Options);
                Assert.Equal(before.Tls is null, after.Tls is null);
                if (before.Tls is not null)
                {
                    AssertSame(before.Tls, after.Tls!);
                }
            }

            Assert.Equal(json, ConfigFile.Format(read));
        });

    [Fact]
    public void Only_what_differs_from_the_defaults_is_written_and_in_a_stable_order()
    {
        var config = ConfigFile.Parse("""{"limpets": [{"verbosity": 1, "timeout": 5.0, "maxPeers": 64, "rateLimit": 1e3, "listen": "./l0", "kbus": 0, "export": ["$.A"]}]}""", "/run/x");
        Assert.Equal(
            """
            {
              "limpets": [
                {
                  "kbus": 0,
                  "listen": "unix:/run/x/l0",
                  "export": [
                    "$.A"
                  ],
                  "rateLimit": 1000
                }
              ]
            }

            """,
            ConfigFile.Format(config));
    }

    [Fact]
    public void Every_option_of_a_Limpet_that_a_user_can_set_has_a_property()
    {
        // What is for programs alone, and what stands in a config under several names.
        string[] programs = [nameof(LimpetOptions.OpenKsock), nameof(LimpetOptions.Logger), nameof(LimpetOptions.OnEvent)];
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(LimpetOptions.Listening)] = "socketMode", [nameof(LimpetOptions.AllowedUsers)] = "allowUid" };
        var known = JsonNode.Parse(ConfigFile.Schema())!["properties"]!["limpets"]!["items"]!["properties"]!.AsObject();
        foreach (var option in typeof(LimpetOptions).GetProperties().Where(p => p.SetMethod is not null && !programs.Contains(p.Name)))
        {
            var name = renamed.TryGetValue(option.Name, out var other) ? other : char.ToLowerInvariant(option.Name[0]) + option.Name[1..];
            Assert.True(known.ContainsKey(name), $"LimpetOptions.{option.Name} has no property '{name}' in a config.");
        }
    }

    private static void AssertSame(object before, object after)
    {
        foreach (var property in before.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.CanWrite))
        {
            var (one, other) = (property.GetValue(before), property.GetValue(after));
            if (one is NameFilter filter)
            {
                Assert.Equal(filter.Patterns, ((NameFilter)other!).Patterns);
            }
            else if (one is IEnumerable and not string)
            {
                Assert.Equal(((IEnumerable)one).Cast<object>(), ((IEnumerable)other!).Cast<object>());
            }
            else
            {
                Assert.True(Equals(one, other), $"{property.Name} was {one} and is {other}");
            }
        }
    }
}
