using System.Text.RegularExpressions;
using Limpet.Scripts.Tests.Help;

namespace Limpet.Scripts.Tests.Documents;

/// <summary>A block of parameters, each with what it is where it is not given and with what it means.</summary>
internal static partial class DefaultsTable
{
    // No limit, or that of the bus: the parameter itself has no default.
    private static readonly string[] s_absent = ["none", "bus's"];

    public static void Check(DocumentBlock block, string cmdlet)
    {
        var parameters = HelpFiles.Commands.Single(command => string.Equals(command.Name, cmdlet, StringComparison.Ordinal)).Parameters;
        foreach (var line in block.Text.Split('\n'))
        {
            var said = Line().Match(line);
            Assert.True(said.Success, $"{block.Where}: '{line}' is not a parameter, its default and a text with two blanks between them");
            var parameter = Assert.Single(parameters, parameter => string.Equals(said.Groups["name"].Value, "-" + parameter.Name, StringComparison.Ordinal));
            var value = said.Groups["default"].Value;
            var expected = s_absent.Contains(value) ? null : value.Replace("1 MiB", "1048576", StringComparison.Ordinal);
            Assert.True(expected == parameter.Default, $"{block.Where}: it says '{line}', and the default is '{parameter.Default}'");
        }
    }

    [GeneratedRegex(@"^(?<name>-\w+) {2,}(?<default>\S+( MiB)?) {2,}\S", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
