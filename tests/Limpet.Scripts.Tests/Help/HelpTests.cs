using Limpet.Help;
using Limpet.Help.Facts;
using Limpet.Help.Model;
using Limpet.Help.Reading;
using Limpet.Help.Writing;

namespace Limpet.Scripts.Tests.Help;

/// <summary>The help says all there is to say, of what there is, and nothing else.</summary>
public sealed class HelpTests
{
    private const string Mend = "run ./build.ps1 -Task Help, or dotnet build src/Limpet.PowerShell --target:UpdateHelp";

    [Fact]
    public void Every_cmdlet_and_parameter_has_help_and_nothing_else_has()
        => Assert.Equal([], HelpCheck.Problems(HelpFiles.Help, HelpFiles.Commands));

    [Fact]
    public void What_the_files_say_of_syntax_and_parameters_is_what_the_cmdlets_are()
    {
        foreach (var help in HelpFiles.Help.Commands)
        {
            var text = File.ReadAllText(help.Path);
            var should = MarkdownUpdate.Apply(text, help, HelpFiles.Commands.Single(command => string.Equals(command.Name, help.Name, StringComparison.Ordinal)));
            Assert.True(text == should, $"docs/cmdlets/{help.Name}.md is behind its cmdlet, from '{FirstDifference(text, should)}' on; {Mend}.");
        }
    }

    [Fact]
    public void The_table_of_the_README_is_that_of_the_cmdlets()
    {
        var readme = File.ReadAllText(Path.Combine(TestPaths.RepoRoot, "README.md"));
        Assert.True(readme == ReadmeTable.Apply(readme, HelpFiles.Help), $"The README's table of cmdlets is behind docs/cmdlets; {Mend}.");
    }

    [Fact]
    public void What_Get_Help_reads_was_made_from_the_files()
    {
        var made = Path.Combine(Path.GetDirectoryName(TestPaths.Module)!, "en-US", "Limpet.PowerShell.dll-Help.xml");
        Assert.Equal(MamlWriter.Write(HelpFiles.Help, HelpFiles.Commands), File.ReadAllBytes(made));
    }

    [Fact]
    public void It_says_precisely_what_is_missing()
    {
        var facts = new CommandFacts(
            "Get-Sample",
            [Parameter("Kbus"), Parameter("Depth")],
            [new SetFacts("Only", "Get-Sample", ["Kbus", "Depth"])],
            ["Sample"]);
        var help = new CommandHelp("Get-Sample.md", "Get-Sample", "Gets.", ["It gets."], [new ParameterHelp("Gone", ["It is gone."])], [], [new TypeHelp("None", "")], [], []);
        var set = new HelpSet([help, help with { Name = "Get-Ghost" }], [new ParameterHelp("Kbus", ["The bus."]), new ParameterHelp("Nobody", ["Nobody's."])]);

        Assert.Equal(
            [
                "Get-New has no help: write docs/cmdlets/Get-New.md.",
                "Get-Sample -Depth has no help: write '### -Depth' in docs/cmdlets/Get-Sample.md, or '## -Depth' in common-parameters.md.",
                "docs/cmdlets/Get-Sample.md describes -Gone, which the cmdlet has not.",
                "docs/cmdlets/Get-Sample.md says not what goes in and what comes out: write '### Type', or '### None', below Inputs and Outputs.",
                "Get-Sample gives Sample, of which docs/cmdlets/Get-Sample.md says nothing: write '### Sample' below Outputs.",
                "docs/cmdlets/Get-Sample.md has 0 examples; expected 3 or more.",
                "docs/cmdlets/Get-Ghost.md describes a cmdlet that there is not.",
                "docs/cmdlets/common-parameters.md describes -Nobody, which no cmdlet has.",
            ],
            HelpCheck.Problems(set, [facts with { Name = "Get-New" }, facts]));
    }

    [Theory]
    [InlineData("Get-Sample.md", "# Get-Other\n\nGets.\n\nIt gets.\n", "Get-Sample.md(1)", "the title is 'Get-Other'; expected '# Get-Sample'")]
    [InlineData("Get-Sample.md", "Gets.\n", "Get-Sample.md(1)", "expected one '# Title'")]
    [InlineData("Get-Sample.md", "# Get-Sample\n\nGets.\n\nIt gets.\n\n## Syntax\n", "Get-Sample.md(1)", "the sections are Syntax; expected Syntax, Parameters, Inputs, Outputs, Examples, See also")]
    [InlineData("Get-Sample.md", "# Get-Sample\n\nGets.\n\n" + Sections, "Get-Sample.md(1)", "a paragraph or more that describes it")]
    [InlineData("Get-Sample.md", "# Get-Sample\n\nGets.\n\nIt gets.\n\n## Syntax\n\n## Parameters\n\n### Depth\n\nDeep.\n\n" + AfterParameters, "Get-Sample.md(11)", "'Depth' is no parameter; expected -Name")]
    [InlineData("Get-Sample.md", "# Get-Sample\n\nGets.\n\nIt gets.\n\n## Syntax\n\n## Parameters\n\n### -Depth\n\n" + AfterParameters, "Get-Sample.md(11)", "nothing is said of -Depth")]
    [InlineData("Get-Sample.md", "# Get-Sample\n\nGets.\n\nIt gets.\n\n## Syntax\n\n## Parameters\n\n## Inputs\n\n## Outputs\n\n## Examples\n\n### One\n\nNo code.\n\n## See also\n", "Get-Sample.md(17)", "the example 'One' has no powershell block")]
    [InlineData("Get-Sample.md", "# Get-Sample\n\nGets.\n\nIt gets.\n\n## Syntax\n\n## Parameters\n\n## Inputs\n\n## Outputs\n\n## Examples\n\n### One\n\n```bash\nls\n```\n\n## See also\n", "Get-Sample.md(19)", "a 'bash' block is not expected here")]
    public void A_file_that_is_not_laid_out_so_is_an_error_with_its_line(string path, string text, string where, string what)
    {
        var error = Assert.Throws<HelpFormatException>(() => HelpReader.ReadCommand(path, text));
        Assert.StartsWith($"{where}: error HELP001: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_true_already_stays_as_it_is()
    {
        var help = HelpFiles.Help.Of("Get-KbusMessage")!;
        var facts = HelpFiles.Commands.Single(command => string.Equals(command.Name, help.Name, StringComparison.Ordinal));
        var once = MarkdownUpdate.Apply(File.ReadAllText(help.Path), help, facts);
        Assert.Equal(once, MarkdownUpdate.Apply(once, help, facts));
        Assert.Contains("```text\nGet-KbusMessage [-Name] <string[]> -Kbus <int>", once, StringComparison.Ordinal);
        Assert.Contains("> - `-Kbus`: `int`; set Kbus; required\n", once, StringComparison.Ordinal);
        Assert.Contains("### -Name\n\n> `string[]`; required in Kbus; position 0\n\nThe names", once, StringComparison.Ordinal);
    }

    private const string AfterParameters = "## Inputs\n\n## Outputs\n\n## Examples\n\n## See also\n";
    private const string Sections = "## Syntax\n\n## Parameters\n\n" + AfterParameters;

    private static ParameterFacts Parameter(string name)
        => new(name, "int", IsSwitch: false, [], Default: null, [], Wildcards: false, [new ParameterInSet("Only", IsRequired: false, Position: null, ByValue: false, ByPropertyName: false)], InEverySet: true);

    private static string FirstDifference(string text, string should)
        => should.Split('\n').Zip(text.Split('\n').Append("")).FirstOrDefault(pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).First ?? "its end";
}
