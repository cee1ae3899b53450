using System.Text;
using Limpet.Core.Limpets.Configuration;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>How much a config may have of what: just as much is read, and one more is refused in its place.</summary>
public sealed class ConfigLimitsTests : IDisposable
{
    private const int ValuesMost = 10_000;
    private const int TextMost = 64 * 1024;
    private const int LengthMost = 4 * 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("limpet-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_may_have_ten_thousand_values()
    {
        // Beside those of the list: the root, the list of Limpets, one of them, its kbus, its endpoint, and the list itself.
        string WithUsers(int count) => $"{{\"limpets\": [{{\"kbus\": 0, \"listen\": \"/l\", \"allowUid\": [{string.Join(',', Enumerable.Repeat("1", count))}]}}]}}";
        Assert.Single(Parse(WithUsers(ValuesMost - 6)).Limpets);
        var error = Refused(WithUsers(ValuesMost - 5));
        Assert.Equal((LimpetConfigFault.OutOfRange, "$", "more than 10000 values", "at most 10000"), (error.Fault, error.Path, error.Found, error.Expected));
        Assert.Equal("The file has more than 10000 values from here on; expected at most 10000.", error.Sentence);
        Assert.Equal(WithUsers(ValuesMost - 5).LastIndexOf('1') + 1, error.Column);
    }

    [Fact]
    public void A_text_may_have_64_KiB()
    {
        string WithSchema(int length) => $"{{\"$schema\": \"{new string('x', length)}\", \"limpets\": [{{\"kbus\": 0, \"listen\": \"/l\"}}]}}";
        Assert.Equal(TextMost, Parse(WithSchema(TextMost)).Schema!.Length);
        var error = Refused(WithSchema(TextMost + 1));
        Assert.Equal(("a text or number of 65537 bytes", "at most 65536", 13), (error.Found, error.Expected, error.Column));
        Assert.Equal("a text or number of 65537 bytes", Refused($"{{\"{new string('x', TextMost + 1)}\": 1}}").Found);
        Assert.Equal("a text or number of 65537 bytes", Refused($"{{\"a\": {new string('1', TextMost + 1)}}}").Found);
    }

    [Fact]
    public void It_may_be_32_deep()
    {
        Assert.Equal(LimpetConfigFault.WrongType, Refused(new string('[', 32) + new string(']', 32)).Fault);
        Assert.Equal(LimpetConfigFault.Syntax, Refused(new string('[', 33) + new string(']', 33)).Fault);
    }

    [Fact]
    public void A_file_may_have_4_MiB()
    {
        var path = Path.Join(_folder, "limpet.json");
        var json = """{"limpets": [{"kbus": 7, "listen": "/l"}]}""";
        File.WriteAllText(path, json.PadRight(LengthMost));
        Assert.Equal(7, Assert.Single(ConfigFile.Load(path).Limpets).Options.Kbus);
        File.AppendAllText(path, " ");
        var failure = Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(path));
        Assert.Equal($"'{path}': The file has 4194305 bytes; expected 4194304 at the most.", failure.Message);
        Assert.Equal(("4194305 bytes", "a config file", "$"), (failure.Errors[0].Found, failure.Errors[0].Expected, failure.Errors[0].Path));
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_a_directory_is_told_without_a_line()
    {
        Assert.Equal($"'{_folder}': '{_folder}' is a directory; expected a config file.", Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(_folder)).Message);
        var nothing = Assert.Throws<LimpetConfigException>(() => ConfigFile.Load(Path.Join(_folder, "none", "none.json")));
        Assert.Equal((LimpetConfigFault.NotFound, "There is no such file.", "nothing"), (nothing.Errors[0].Fault, nothing.Errors[0].ToString(), nothing.Errors[0].Found));
        Assert.Equal(Path.Join(_folder, "none", "none.json"), nothing.File);
    }

    [Fact]
    public void What_the_system_does_not_read_is_told_in_its_words()
    {
        // Nothing is there at the address 0, not for root either.
        var failure = Assert.Throws<LimpetConfigException>(() => ConfigFile.Load("/proc/self/mem"));
        Assert.StartsWith("'/proc/self/mem': The file cannot be read: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(LimpetConfigFault.Unreadable, failure.Errors[0].Fault);
        Assert.IsType<IOException>(failure.InnerException, exactMatch: false);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\n  \"limpets\": tru\n}", 2, 14)]
    [InlineData("{\"limpets\": [1,,2]}", 1, 16)]
    public void What_is_no_JSON_is_told_where_it_begins_to_be_none(string json, int line, int column)
    {
        var error = Refused(json);
        Assert.Equal((LimpetConfigFault.Syntax, line), (error.Fault, error.Line));
        Assert.InRange(error.Column, column, column + 3);
        Assert.DoesNotContain("LineNumber", error.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_file_is_told_in_words_that_are_not_the_reader_s_own(string json)
        => Assert.Equal("The file is no JSON from here on: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token.", Refused(json).Sentence);

    private static LimpetConfig Parse(string json) => ConfigFile.Parse(Encoding.UTF8.GetBytes(json), "/", "");

    private static LimpetConfigError Refused(string json) => Assert.Single(Assert.Throws<LimpetConfigException>(() => Parse(json)).Errors);
}
