using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>Offers the message names that were bound, sent or seen in this session, newest first.</summary>
public sealed class MessageNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ModuleSession.Current.Names.StartingWith(Quoting.Unquote(wordToComplete)).Select(name => Quoting.Result(name, $"message name {name}"));
}
