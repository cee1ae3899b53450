using Limpet.Help.Facts;
using Limpet.Help.Model;

namespace Limpet.Help;

/// <summary>Says what help lacks, and what it says of things that are not there, each as a sentence that says where to mend it.</summary>
public static class HelpCheck
{
    /// <summary>How many examples a cmdlet has at least.</summary>
    public const int LeastExamples = 3;

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<string> Problems(HelpSet help, IReadOnlyList<CommandFacts> commands)
    {
        foreach (var command in commands)
        {
            foreach (var problem in help.Of(command.Name) is { } text ? Problems(help, text, command) : [$"{command.Name} has no help: write docs/cmdlets/{command.Name}.md."])
            {
                yield return problem;
            }
        }

        foreach (var text in help.Commands.Where(text => !commands.Any(command => command.Name.Is(text.Name))))
        {
            yield return $"docs/cmdlets/{text.Name}.md describes a cmdlet that there is not.";
        }

        foreach (var common in help.Common.Where(common => !commands.Any(command => command.Parameters.Any(parameter => parameter.Name.Is(common.Name)))))
        {
            yield return $"docs/cmdlets/common-parameters.md describes -{common.Name}, which no cmdlet has.";
        }
    }

    private static IEnumerable<string> Problems(HelpSet help, CommandHelp text, CommandFacts command)
    {
        foreach (var parameter in command.Parameters.Where(parameter => help.Of(text, parameter.Name) is null))
        {
            yield return $"{command.Name} -{parameter.Name} has no help: write '### -{parameter.Name}' in docs/cmdlets/{command.Name}.md, or '## -{parameter.Name}' in common-parameters.md.";
        }

        foreach (var parameter in text.Parameters.Where(parameter => !command.Parameters.Any(has => has.Name.Is(parameter.Name))))
        {
            yield return $"docs/cmdlets/{command.Name}.md describes -{parameter.Name}, which the cmdlet has not.";
        }

        foreach (var twice in text.Parameters.GroupBy(parameter => parameter.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"docs/cmdlets/{command.Name}.md describes -{twice.Key} twice.";
        }

        if (text.Inputs.Count == 0 || text.Outputs.Count == 0)
        {
            yield return $"docs/cmdlets/{command.Name}.md says not what goes in and what comes out: write '### Type', or '### None', below Inputs and Outputs.";
        }

        foreach (var output in command.Outputs.Select(output => output.Is("Void") ? "None" : output).Where(output => !text.Outputs.Any(said => said.Name.Is(output))))
        {
            yield return $"{command.Name} gives {output}, of which docs/cmdlets/{command.Name}.md says nothing: write '### {output}' below Outputs.";
        }

        if (text.Examples.Count < LeastExamples)
        {
            yield return $"docs/cmdlets/{command.Name}.md has {text.Examples.Count} examples; expected {LeastExamples} or more.";
        }
    }
}
