using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>Offers the ids of the Limpets that run in this session, and says what each is.</summary>
public sealed class LimpetIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ModuleSession.Current.Limpets
            .Where(limpet => !limpet.HasEnded)
            .Select(limpet => (Id: limpet.Id.ToString(CultureInfo.InvariantCulture), limpet.Info))
            .Where(limpet => limpet.Id.StartsWith(wordToComplete, StringComparison.Ordinal))
            .Select(limpet => new CompletionResult(limpet.Id, limpet.Id, CompletionResultType.ParameterValue, limpet.Info.ToString()));
}
