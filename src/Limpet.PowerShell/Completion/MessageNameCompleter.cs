using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>
/// Offers message names: those bound on the bus that the command line names, repliers first (on every bus where it names none), and then those that were
/// bound, sent or seen in this session, newest first.
/// </summary>
public class MessageNameCompleter : IArgumentCompleter
{
    private const string KbusParameter = "Kbus";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        var session = ModuleSession.Current;
        var bound = BusLookup.Names(session.Buses, Buses(fakeBoundParameters, session.Buses), Backend(fakeBoundParameters))
            .Select(found => (found.Name, ToolTip: $"{found.Name}, which a {(found.Kind == BindingKind.Replier ? "replier" : "listener")} on bus {found.Kbus} is bound to"));
        var seen = session.Names.StartingWith(word).Select(name => (Name: name, ToolTip: $"message name {name}"));
        return bound.Concat(seen)
            .Where(offer => offer.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && Fits(offer.Name))
            .DistinctBy(offer => offer.Name, StringComparer.Ordinal)
            .Select(offer => Quoting.Result(offer.Name, offer.ToolTip));
    }

    /// <summary>Whether a name can stand for the parameter.</summary>
    private protected virtual bool Fits(string name) => true;

    private static IReadOnlyList<int> Buses(IDictionary given, SessionBuses buses)
        => Unwrap(given[nameof(Ksock)]) is Ksock { Kbus: { } itsBus } ? [itsBus]
            : given.Contains(KbusParameter) ? (LanguagePrimitives.TryConvertTo<int>(given[KbusParameter], out var bus) && bus is >= 0 and <= 255 ? [bus] : [])
            : BusLookup.Numbers(buses);

    private static KbusBackend Backend(IDictionary given)
        => given.Contains(nameof(Backend)) && LanguagePrimitives.TryConvertTo<KbusBackend>(given[nameof(Backend)], out var backend) ? backend : KbusBackend.Auto;

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
