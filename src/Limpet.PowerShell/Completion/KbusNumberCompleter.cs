using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>Offers the numbers of the buses there are, found without asking anyone, so that a host that hangs holds nobody up.</summary>
public sealed class KbusNumberCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => BusLookup.Numbers(ModuleSession.Current.Buses)
            .Select(number => (Number: number, Text: number.ToString(CultureInfo.InvariantCulture)))
            .Where(bus => bus.Text.StartsWith(wordToComplete ?? "", StringComparison.Ordinal))
            .Select(bus => new CompletionResult(bus.Text, bus.Text, CompletionResultType.ParameterValue, BusLookup.Describe(ModuleSession.Current.Buses, bus.Number)));
}
