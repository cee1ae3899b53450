using System.Management.Automation;
using System.Management.Automation.Language;

namespace Limpet.PowerShell.Completion;

/// <summary>How a completed word is written so that PowerShell takes it as it is.</summary>
internal static class Quoting
{
    /// <summary>What has been typed, without the quotes it may begin and end with.</summary>
    public static string Unquote(string? word) => (word ?? "").Trim('\'', '"');

    /// <summary>A completion in single quotes, since a name begins with a dollar sign and a path may have spaces.</summary>
    public static CompletionResult Result(string text, string toolTip)
        => new($"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'", text, CompletionResultType.ParameterValue, toolTip);
}
