using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>Offers the endpoints of the Limpets that run in this session.</summary>
public sealed class RunningEndpointCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ModuleSession.Current.Limpets
            .Where(limpet => !limpet.HasEnded && limpet.Info.Endpoint.StartsWith(Quoting.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(limpet => Quoting.Result(limpet.Info.Endpoint, limpet.Info.ToString()));
}
