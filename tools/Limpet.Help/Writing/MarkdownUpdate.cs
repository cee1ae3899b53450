using System.Text;
using Limpet.Help.Facts;
using Limpet.Help.Model;

namespace Limpet.Help.Writing;

/// <summary>
/// Puts into the file of a cmdlet what the cmdlet itself says: its syntax, and a quoted line of facts for each parameter. All else stays as it is.
/// </summary>
public static class MarkdownUpdate
{
    /// <summary>The file as it should be.</summary>
    public static string Apply(string text, CommandHelp help, CommandFacts facts)
    {
        var lines = new List<string>();
        var section = "";
        var fenced = false;
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!fenced && line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..].Trim();
                lines.AddRange([line, ""]);
                lines.AddRange(section switch { "Syntax" => Syntax(facts), "Parameters" => Common(help, facts), _ => [] });
            }
            else if (section is "Syntax" || (section is "Parameters" && line.StartsWith('>')))
            {
                // Made anew.
            }
            else if (section is "Parameters" && line.StartsWith("### -", StringComparison.Ordinal))
            {
                lines.AddRange([line, ""]);
                lines.AddRange(Facts(facts, line[5..].Trim()));
            }
            else
            {
                lines.Add(line);
            }
        }

        return WithSingleEmptyLines(lines);
    }

    private static IEnumerable<string> Syntax(CommandFacts facts)
        => ["```text", .. facts.Sets.Select(set => set.Syntax), "```", ""];

    private static IEnumerable<string> Common(CommandHelp help, CommandFacts facts)
    {
        var own = help.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var common = facts.Parameters.Where(parameter => !own.Contains(parameter.Name)).ToList();
        return common.Count == 0 ? []
            : ["> [Common parameters](common-parameters.md):", .. common.Select(parameter => $"> - `-{parameter.Name}`: {parameter.Line}"), ""];
    }

    private static IEnumerable<string> Facts(CommandFacts facts, string name)
        => facts.Parameters.FirstOrDefault(parameter => parameter.Name.Is(name)) is { } parameter ? [$"> {parameter.Line}", ""] : [];

    private static string WithSingleEmptyLines(List<string> lines)
    {
        var text = new StringBuilder();
        var fenced = false;
        for (var i = 0; i < lines.Count; i++)
        {
            fenced ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            if (fenced || lines[i].Length > 0 || (i > 0 && lines[i - 1].Length > 0 && i < lines.Count - 1))
            {
                text.Append(lines[i]).Append('\n');
            }
        }

        return text.ToString();
    }
}
