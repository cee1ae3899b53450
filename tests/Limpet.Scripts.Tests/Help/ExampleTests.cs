using Limpet.Help.Model;

namespace Limpet.Scripts.Tests.Help;

/// <summary>Every example of every cmdlet's help runs, and prints what it says it prints.</summary>
public sealed class ExampleTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Examples() =>
        from command in HelpFiles.Help.Commands
        from example in command.Examples
        select new TheoryDataRow<string, string>(command.Name, example.Title) { TestDisplayName = $"{command.Name}.md: {example.Title}" };

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_runs_and_prints_what_it_says(string command, string title)
    {
        var help = HelpFiles.Help.Of(command)!;
        var example = help.Examples.Single(each => string.Equals(each.Title, title, StringComparison.Ordinal));
        string printed;
        lock (ScriptRun.OneAtATime)
        {
            using var run = new ExampleRun();
            printed = run.Print(example);
        }

        if (example.Output is { } expected)
        {
            Assert.True(
                ExampleRun.Comparable(printed) == ExampleRun.Comparable(expected),
                $"{Where(help, example)} says that it prints\n{expected}\nand it printed\n{printed}");
        }
        else
        {
            // Where it shows no output there may be some, and nothing that went wrong.
            Assert.False(printed.Contains("WARNING:", StringComparison.Ordinal) || printed.Contains($"{command}:", StringComparison.Ordinal), $"{Where(help, example)} printed\n{printed}");
        }
    }

    private static string Where(CommandHelp help, ExampleHelp example) => $"docs/cmdlets/{help.Name}.md, line {example.Line}, '{example.Title}',";
}
