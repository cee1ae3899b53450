using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Limpet.PowerShell.Completion;

/// <summary>Offers the groups that <c>/etc/group</c> names.</summary>
public sealed class GroupCompleter : IArgumentCompleter
{
    private const string GroupFile = "/etc/group";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        return File.Exists(GroupFile)
            ? File.ReadLines(GroupFile)
                .Select(line => line.Split(':'))
                .Where(fields => fields.Length > 2 && fields[0].StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .OrderBy(fields => fields[0], StringComparer.Ordinal)
                .Select(fields => Quoting.Result(fields[0], $"group {fields[0]}, number {fields[2]}"))
            : [];
    }
}
