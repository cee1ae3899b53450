using Limpet.Pester;

namespace Limpet.Scripts.Tests;

/// <summary>Every <c>It</c> of every script in tests/pester, and of the examples that are tests, each as a test with its own result.</summary>
public sealed class PesterScriptTests
{
    public static IEnumerable<TheoryDataRow<string, int, string>> Tests() =>
        from file in Files()
        from test in PesterRunner.Discover(file, ScriptRun.Options).Tests
        select new TheoryDataRow<string, int, string>(Path.GetFileName(file), test.Ordinal, test.Name)
        {
            TestDisplayName = $"{Path.GetFileName(file)}: {test.Name}",
        };

    public static IEnumerable<TheoryDataRow<string>> FileNames() =>
        Files().Select(f => new TheoryDataRow<string>(Path.GetFileName(f)) { TestDisplayName = $"{Path.GetFileName(f)}: the whole file" });

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task Test(string file, int ordinal, string name)
    {
        var result = await ScriptRun.Of(PathOf(file)).ResultAsync(ordinal, TestContext.Current.CancellationToken);

        Assert.True(result is not null, "The run ended without a result for this test.");
        Assert.Equal(name, result.Test.Name);
        Assert.SkipWhen(result.Outcome == PesterOutcome.Skipped, result.Message);
        Assert.True(result.Outcome == PesterOutcome.Passed, $"{result.Outcome}: {result.Message}");
    }

    /// <summary>Fails what no single test can answer for: a file without tests, one that does not parse, an AfterAll that fails.</summary>
    [Theory]
    [MemberData(nameof(FileNames))]
    public async Task File_as_a_whole(string file)
    {
        var result = await ScriptRun.Of(PathOf(file)).FileAsync(TestContext.Current.CancellationToken);

        Assert.Empty(result.Errors);
        Assert.DoesNotContain(result.Tests, t => t.Outcome == PesterOutcome.NotRun);
    }

    [Fact]
    public void There_are_scripts() => Assert.NotEmpty(Files());

    private static string[] Files() =>
    [
        .. new[] { TestPaths.PesterScripts, TestPaths.Examples }.SelectMany(folder => Directory.GetFiles(folder, "*.Tests.ps1")).Order(StringComparer.Ordinal),
    ];

    private static string PathOf(string file) => Files().Single(path => Path.GetFileName(path) == file);
}
