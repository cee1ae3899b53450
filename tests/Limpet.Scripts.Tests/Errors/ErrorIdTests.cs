using System.Text.RegularExpressions;

using Limpet.Help.Facts;

namespace Limpet.Scripts.Tests.Errors;

/// <summary>Each id of an error that the module can give is listed in about_Limpet_Troubleshooting, and asked for by a Pester test.</summary>
public sealed partial class ErrorIdTests
{
    private const string Namespace = "Limpet.PowerShell.Errors.";
    private const string Topic = "about_Limpet_Troubleshooting.help.txt";

    private static readonly string[] s_section =
    [
        .. File.ReadAllLines(Path.Combine(TestPaths.RepoRoot, "en-US", Topic)).SkipWhile(line => line != "ERROR IDS").TakeWhile(line => line != "SEE ALSO"),
    ];

    private static readonly string s_scripts = string.Concat(Directory.GetFiles(TestPaths.PesterScripts, "*.Tests.ps1").Select(File.ReadAllText));

    private static readonly System.Reflection.Assembly s_module = ModuleFacts.Load(Path.Combine(Path.GetDirectoryName(TestPaths.Module)!, "bin", "Limpet.PowerShell.dll"));

    private static IReadOnlyList<string> Ids { get; } = [.. All("ErrorId").Select(id => id.ToString()!).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<(string Name, IReadOnlyList<string> Members)> Families { get; } =
        [.. All("ErrorFamily").Select(family => ((string)Property(family, "Name"), (IReadOnlyList<string>)Property(family, "Members")))];

    [Fact]
    public void There_are_ids_of_both_kinds()
    {
        Assert.Contains("ReplyTimeout", Ids);
        Assert.Contains(Families, family => family.Name == "Endpoint" && family.Members.Contains("AddressInUse"));
    }

    [Fact]
    public void Each_is_listed_with_what_it_means_and_nothing_else_is()
    {
        var listed = s_section.Select((line, at) => (Match: Heading().Match(line), at)).Where(line => line.Match.Success).ToList();

        Assert.Equal([.. Ids.Concat(Families.Select(family => family.Name)).Order(StringComparer.Ordinal)], listed.Select(line => line.Match.Groups["id"].Value).Order(StringComparer.Ordinal));
        Assert.All(listed, line => Assert.True(s_section[line.at + 1].StartsWith("        ", StringComparison.Ordinal), $"{Topic} says nothing of {line.Match.Value.Trim()}."));
    }

    [Fact]
    public void Each_fault_of_a_family_is_listed_with_what_it_means()
    {
        foreach (var (name, members) in Families.Where(family => family.Members.Count > 0))
        {
            var listed = s_section.SkipWhile(line => !line.StartsWith($"    {name},", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !Heading().IsMatch(line))
                .Select(line => Fault().Match(line)).Where(match => match.Success).Select(match => match.Groups["fault"].Value);

            Assert.Equal(members.Where(member => member != "None").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Each_is_asked_for_by_a_Pester_test()
    {
        var missing = Ids.Where(id => !Regex.IsMatch(s_scripts, $"""["'*]{id}[,"'*]""", RegexOptions.None, TimeSpan.FromSeconds(5)))
            .Concat(Families.Select(family => family.Name).Where(name => !Regex.IsMatch(s_scripts, $"""["'*]{name},[$A-Za-z]""", RegexOptions.None, TimeSpan.FromSeconds(5))));

        Assert.Equal([], missing);
    }

    private static IEnumerable<object> All(string type)
        => (IEnumerable<object>)s_module.GetType(Namespace + type, throwOnError: true)!.GetProperty("All")!.GetValue(obj: null)!;

    private static object Property(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of)!;

    [GeneratedRegex("^    (?<id>[A-Z][A-Za-z]+)(,[A-Z]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex("^          (?<fault>[A-Z][A-Za-z0-9]+) +[A-Z*-]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Fault();
}
