using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace Limpet.Shell.Hosting;

/// <summary>
/// Writes the call of a script from what follows <c>-File</c>, read as pwsh reads it: <c>-Name value</c>, <c>-Switch</c>,
/// <c>-Name:value</c> (<c>$true</c> and <c>$false</c> understood), anything else by position and letter by letter.
/// </summary>
internal static partial class ScriptCall
{
    /// <summary>The statement that runs the script at <paramref name="path"/>, in the scope it stands in.</summary>
    public static string TextOf(string path, IEnumerable<string> arguments)
    {
        var text = new StringBuilder(". ").Append(Quoted(path));
        foreach (var argument in arguments)
        {
            var parameter = Parameter().Match(argument);
            text.Append(' ').Append(parameter.Success ? parameter.Groups["name"].Value + Value(parameter.Groups["value"]) : Quoted(argument));
        }

        return text.ToString();
    }

    private static string Value(Group value) => value switch
    {
        { Success: false } => "",
        { Length: 0 } => ":",
        _ when value.Value.Equals("$true", StringComparison.OrdinalIgnoreCase) => ":$true",
        _ when value.Value.Equals("$false", StringComparison.OrdinalIgnoreCase) => ":$false",
        _ => ":" + Quoted(value.Value),
    };

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[\p{L}_?][\w?]*)(:(?<value>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
