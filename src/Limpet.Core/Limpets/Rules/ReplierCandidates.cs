using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>The bindings that may hold the replier for a name (limpet.md 4): KBUS finds a replier by the very name it bound.</summary>
public static class ReplierCandidates
{
    /// <summary>The name, then the wildcards that match it, most specific first: for <c>$.A.B</c> these are <c>$.A.%</c>, <c>$.A.*</c> and <c>$.*</c>.</summary>
    public static IEnumerable<MessageName> Of(MessageName name)
    {
        yield return name;
        var dot = name.Value.LastIndexOf('.');
        yield return MessageName.Parse(string.Concat(name.Value.AsSpan(0, dot + 1), "%"));
        for (; dot > 0; dot = name.Value.LastIndexOf('.', dot - 1))
        {
            yield return MessageName.Parse(string.Concat(name.Value.AsSpan(0, dot + 1), "*"));
        }
    }
}
