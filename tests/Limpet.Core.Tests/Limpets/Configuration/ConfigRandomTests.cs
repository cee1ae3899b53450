using System.Text;
using System.Text.Json;
using CsCheck;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Tests.Limpets.Rules;
using Limpet.Fuzzing;
using Limpet.Fuzzing.Running;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>Whatever stands in a config, reading it gives a config or says what is wrong.</summary>
public sealed class ConfigRandomTests
{
    private static readonly string[] Names = ["$schema", "limpets", "kbus", "listen", "connect", "networkId", "tls", "certificate", "export", "timeout", "socketMode", "allowUid", "once", "", "a'b", "x"];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        ConfigGens.AnyOf("null", "true", "false", "0", "-0.0", "1e-400", "1E400", "12345678901234567890123456789012345", "\"\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"infinite\"", "\"tcp:*:1\"", "\"unix:\\u0000\"", "\"$.A.*\"", "\"tls::5\"", "\"~\""),
        Gen.Double.Select(number => double.IsFinite(number) ? JsonSerializer.Serialize(number) : "0"),
        Gen.String[0, 12].Select(text => JsonSerializer.Serialize(text)));

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (2, inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
            (4, Gen.Select(ConfigGens.AnyOf(Names), inner).Array[0, 6].Select(all => $"{{{string.Join(',', all.Select(it => $"{JsonSerializer.Serialize(it.Item1)}: {it.Item2}"))}}}"))));

    [Fact]
    public void Any_json_is_a_config_or_says_what_is_wrong()
        => Samples.Check(Gen.OneOf(Value, Value.Select(value => $"{{\"limpets\": [{value}]}}")), usually: 3000, json => Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void So_is_a_config_of_which_bytes_were_changed_left_out_or_put_in()
        => Samples.Check(Gen.Select(ConfigGens.Config, Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 2], Gen.Byte).Array[1, 4]), usually: 2000, sample =>
        {
            var bytes = Encoding.UTF8.GetBytes(ConfigFile.Format(sample.Item1)).ToList();
            foreach (var (place, how, what) in sample.Item2)
            {
                var at = place % bytes.Count;
                switch (how)
                {
                    case 0:
                        bytes[at] = what;
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(what % 8, bytes.Count - at));
                        break;
                    default:
                        bytes.Insert(at, what);
                        break;
                }
            }

            Read([.. bytes]);
        });

    [Fact]
    public void What_is_nested_deeper_than_any_config_is_refused()
    {
        var json = new string('[', 100_000);
        Assert.Equal(LimpetConfigFault.Syntax, Assert.Single(Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(json, "/")).Errors).Fault);
    }

    public static TheoryData<string> Monsters =>
    [
        "items", "deep items", "errors", "properties", "a long name", "patterns", "lines", "entries",
    ];

    [Theory]
    [MemberData(nameof(Monsters))]
    public void A_file_of_four_megabytes_is_refused_quickly_and_costs_no_more_than_twice_its_bytes(string what)
    {
        const int Length = 4 * 1024 * 1024;
        var start = string.Concat(Enumerable.Repeat($"{{\"{new string('a', 100)}\":", 30));
        var json = what switch
        {
            "items" => $"{{\"limpets\":[{Repeated("0,", Length)}0]}}",
            "deep items" => $"{start}[{Repeated("0,", Length - 4000)}0]{new string('}', 30)}",
            "errors" => $"{{\"limpets\":[{Repeated("{\"kbus\":300},", Length)}{{}}]}}",
            "properties" => $"{{{Repeated("\"kbuz\":1,", Length)}\"a\":1}}",
            "a long name" => $"{{\"{new string('x', Length - 20)}\":1}}",
            "patterns" => $"{{\"limpets\":[{{\"export\":[{Repeated("\"$.A\",", Length)}\"$.B\"]}}]}}",
            "lines" => $"{new string('\n', Length - 10)}{{",
            _ => $"{{\"limpets\":[{Repeated("{\"kbus\":0,\"listen\":\"/a\"},", Length)}{{}}]}}",
        };
        FuzzRun.Check(FuzzTargets.Named("config"), Encoding.UTF8.GetBytes(json));
        Assert.InRange(Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(json, "/")).Errors.Count, 1, 100);

        static string Repeated(string text, int length) => new StringBuilder().Insert(0, text, (length - 40) / text.Length).ToString();
    }

    [Fact]
    public void The_hundredth_error_says_that_no_more_are_told()
    {
        var json = $"{{\"limpets\":[{string.Join(',', Enumerable.Repeat("{\"listen\":\"/a\",\"kbus\":300}", 150))}]}}";
        var errors = Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(json, "/")).Errors;
        Assert.Equal(100, errors.Count);
        Assert.EndsWith("After 100 errors no more are told.", errors[^1].Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("no more", errors[^2].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_terminal_obeys_is_never_shown_as_it_is()
    {
        var e = Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse("""{"limpets":[{"connect":"tls:hub.exam{le:500\u007F"}]}""", "/"));
        Assert.DoesNotContain('\u007F', e.Message);
        Assert.Contains("'500\\u007F'; expected 1 to 65535", e.Message, StringComparison.Ordinal);
    }

    private static void Read(byte[] json)
    {
        try
        {
            var config = ConfigFile.Parse(json, "/etc", "");
            Assert.NotEmpty(config.Limpets);
            Assert.All(config.Limpets, entry => entry.Options.Check());
        }
        catch (LimpetConfigException e)
        {
            Assert.NotEmpty(e.Errors);
            Assert.All(e.Errors, error => Assert.True(error.Line > 0 && error.Column > 0 && error.Path.StartsWith('$')));
        }
    }
}
