using System.Text;
using Limpet.Help.Model;

namespace Limpet.Help.Writing;

/// <summary>The table of the cmdlets in the README, between two comments.</summary>
public static class ReadmeTable
{
    private const string Begin = "<!-- cmdlets: made from docs/cmdlets by ./build.ps1 -Task Help -->\n";
    private const string End = "<!-- end of cmdlets -->";

    /// <summary>The README as it should be.</summary>
    /// <exception cref="InvalidDataException">The comments that the table stands between are not there.</exception>
    public static string Apply(string readme, HelpSet help)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"README.md has no place for the table of cmdlets; expected the line '{Begin.Trim()}' and after it '{End}'.");
        }

        var table = new StringBuilder("\n| cmdlet | what it does |\n| --- | --- |\n");
        foreach (var command in help.Commands)
        {
            table.Append($"| [`{command.Name}`](docs/cmdlets/{command.Name}.md) | {command.Synopsis} |\n");
        }

        return readme[..(begin + Begin.Length)] + table.Append('\n') + readme[end..];
    }
}
