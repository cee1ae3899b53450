using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Limpet.Scripts.Tests.Documents;

/// <summary>docs/security.md names tests that there are, and the packages that are used.</summary>
public sealed partial class SecurityTableTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(TestPaths.RepoRoot, "docs", "security.md"));

    [Fact]
    public void Each_door_has_tests_and_each_of_them_exists()
    {
        var doors = Rows("door");
        Assert.NotEmpty(doors);
        foreach (var door in doors)
        {
            var tests = Code().Matches(door[^1]).Select(match => match.Groups["code"].Value).ToList();
            Assert.True(tests.Count > 0, $"'{door[0]}' has no test");
            Assert.All(tests, test => Assert.True(Exists(test), $"'{door[0]}' names a test that there is not: {test}"));
        }
    }

    [Fact]
    public void The_packages_are_those_that_are_used_in_their_versions()
    {
        var versions = XDocument.Load(Path.Combine(TestPaths.RepoRoot, "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(it => it.Attribute("Include")!.Value, it => it.Attribute("Version")!.Value);
        var used = Directory.GetFiles(Path.Combine(TestPaths.RepoRoot, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(path => XDocument.Load(path).Descendants("PackageReference"))
            .Select(it => (Name: it.Attribute("Include")!.Value, Version: it.Attribute("VersionOverride")?.Value))
            .Select(it => $"{it.Name} {it.Version ?? versions[it.Name]}");
        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), Rows("package").Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal));
    }

    private static bool Exists(string test)
    {
        if (test.Split(".Tests.ps1: ", 2) is [var script, var it])
        {
            return File.ReadLines(Path.Combine(TestPaths.PesterScripts, script + ".Tests.ps1")).Any(line => line.Contains($"It '{it}'", StringComparison.Ordinal));
        }

        // A class may stand in several files, such as EndingTests.Hostile.cs; * is every test of it.
        var (type, method) = test.Split('.') is [var one, var other] ? (one, other) : ("", "");
        return Directory.GetFiles(Path.Combine(TestPaths.RepoRoot, "tests"), $"{type}*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).Any(text =>
            text.Contains($" class {type}", StringComparison.Ordinal)
            && Regex.IsMatch(text, method == "*" ? @"\[(Fact|Theory)\b" : $@"\[(Fact|Theory)\b[^{{}}]*?(void|Task) {Regex.Escape(method)}\(", RegexOptions.ExplicitCapture | RegexOptions.Singleline, TimeSpan.FromSeconds(5)));
    }

    private static List<string[]> Rows(string firstColumn)
        => [.. s_lines.SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line[2..^2].Split(" | "))];

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
