using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.Core.Limpets.Session;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>
/// Offers network ids: the lowest that nobody known to this session has, then the two that Limpets have unless told otherwise, and those of its Limpets and
/// their pairs, saying whose they are.
/// </summary>
public sealed class NetworkIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var owners = new SortedDictionary<uint, string>
        {
            [LimpetOptions.ClientNetworkId] = "what a Limpet that connects calls its network unless told otherwise",
            [LimpetOptions.ServerNetworkId] = "what a Limpet that listens calls its network unless told otherwise",
        };
        foreach (var limpet in ModuleSession.Current.Limpets.Where(limpet => !limpet.HasEnded).Select(limpet => limpet.Info))
        {
            owners[limpet.NetworkId] = $"the network of Limpet {limpet.Id}";
            if (limpet.Peer is { } peer)
            {
                owners[peer] = $"the network of the pair of Limpet {limpet.Id}";
            }
        }

        var free = Enumerable.Range(1, owners.Count + 1).Select(id => (uint)id).First(id => !owners.ContainsKey(id));
        return new[] { KeyValuePair.Create(free, "a network that nobody known to this session has") }.Concat(owners)
            .Select(id => (Text: id.Key.ToString(CultureInfo.InvariantCulture), ToolTip: id.Value))
            .Where(id => id.Text.StartsWith(wordToComplete ?? "", StringComparison.Ordinal))
            .Select(id => new CompletionResult(id.Text, id.Text, CompletionResultType.ParameterValue, id.ToolTip));
    }
}
