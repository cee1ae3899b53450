using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>Offers endpoints: those that Limpets of this session use, the two forms, and after <c>unix:</c> or a slash the directories and files there.</summary>
public sealed class EndpointCompleter : IArgumentCompleter
{
    private const string UnixPrefix = "unix:";
    private const string TcpPrefix = "tcp:";
    private const int MostFiles = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        var known = ModuleSession.Current.Limpets.Select(limpet => limpet.Info.Endpoint).Distinct(StringComparer.Ordinal);
        return known.Concat([UnixPrefix, TcpPrefix])
            .Where(endpoint => endpoint.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Concat(Files(word))
            .Distinct(StringComparer.Ordinal)
            .Select(endpoint => Quoting.Result(endpoint, endpoint));
    }

    private static IEnumerable<string> Files(string word)
    {
        var prefix = word.StartsWith(UnixPrefix, StringComparison.Ordinal) ? UnixPrefix : "";
        var path = word[prefix.Length..];
        var directory = path[..(path.LastIndexOf('/') + 1)];
        if (directory.Length == 0 || !Directory.Exists(directory))
        {
            return [];
        }

        var options = new EnumerationOptions { IgnoreInaccessible = true, MatchType = MatchType.Simple };
        return Directory.EnumerateFileSystemEntries(directory, "*", options)
            .Where(entry => entry.StartsWith(path, StringComparison.Ordinal))
            .Select(entry => prefix + entry + (Directory.Exists(entry) ? "/" : ""))
            .Take(MostFiles)
            .Order(StringComparer.Ordinal);
    }
}
