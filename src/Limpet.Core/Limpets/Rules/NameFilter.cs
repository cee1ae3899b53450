using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// Which names may pass a Limpet. Each pattern is a message name or a wildcard (kbus.md 2); one with <c>!</c> in front makes an exception. A name passes that
/// matches a pattern, or any name where there are only exceptions, and that matches no exception. The order of the patterns does not matter.
/// </summary>
public sealed class NameFilter
{
    /// <summary>Lets every name pass.</summary>
    public static readonly NameFilter All = new([], [], []);

    private readonly MessageName[] _allowed;
    private readonly MessageName[] _exceptions;

    private NameFilter(string[] patterns, MessageName[] allowed, MessageName[] exceptions)
        => (Patterns, _allowed, _exceptions) = (patterns, allowed, exceptions);

    /// <summary>The patterns, as they were given; none lets everything pass.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Reads patterns such as <c>$.Sensors.*</c> and <c>!$.Sensors.Secret</c>.</summary>
    /// <exception cref="FormatException">One of them is none; the message says which, and what is wrong with it.</exception>
    public static NameFilter Parse(params IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        string[] all = [.. patterns];
        foreach (var pattern in all)
        {
            if (Fault(pattern) is { } fault)
            {
                throw new FormatException(fault);
            }
        }

        return all.Length == 0 ? All : new NameFilter(all, NamesOf(all, exceptions: false), NamesOf(all, exceptions: true));
    }

    /// <summary>What is wrong with a pattern, in a sentence that names it; null where nothing is.</summary>
    public static string? Fault(string? pattern)
    {
        if (string.IsNullOrEmpty(pattern))
        {
            return "A name pattern is empty; expected a message name or a wildcard, such as $.Sensors.*, or with ! in front an exception, such as !$.Sensors.Secret.";
        }

        var name = WithoutMark(pattern);
        return MessageName.TryParse(name, out _, out var fault) ? null
            : name.Length == 0 ? $"The name pattern '{pattern}' excepts nothing; expected a message name or a wildcard after the !, such as !$.Sensors.Secret."
            : $"The name pattern '{Short(pattern)}' cannot be used. {NameRules.Describe(name, fault)}";
    }

    /// <summary>Whether a message of that plain name may pass.</summary>
    public bool Passes(MessageName name) => (_allowed.Length == 0 || IsMatched(_allowed, name)) && !IsMatched(_exceptions, name);

    /// <summary>Whether any name at all that a binding hears may pass; for a plain name the same as <see cref="Passes"/>.</summary>
    public bool MayPassSome(MessageName binding)
        => _allowed.Length == 0
            ? !NameSets.IsCovered(binding, _exceptions)
            : _allowed.Any(allowed => NameSets.Common(binding, allowed) is { } common && !NameSets.IsCovered(common, _exceptions));

    /// <summary>The patterns with commas between them; <c>$.*</c> where there is none.</summary>
    public override string ToString() => Patterns.Count == 0 ? "$.*" : string.Join(", ", Patterns);

    private static bool IsException(string pattern) => pattern[0] == '!';

    private static ReadOnlySpan<char> WithoutMark(string pattern) => pattern.AsSpan(IsException(pattern) ? 1 : 0);

    private static string Short(string pattern) => pattern.Length <= 40 ? pattern : pattern[..40] + "...";

    private static MessageName[] NamesOf(string[] patterns, bool exceptions)
        => [.. patterns.Where(p => IsException(p) == exceptions).Select(p => MessageName.Parse(WithoutMark(p).ToString())).Distinct()];

    private static bool IsMatched(MessageName[] patterns, MessageName name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(name))
            {
                return true;
            }
        }

        return false;
    }
}
