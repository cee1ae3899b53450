using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>Names and wildcards as the sets of plain names that they match (kbus.md 2): what two have in common, and whether some leave nothing of another.</summary>
internal static class NameSets
{
    // A-Z, a-z and 0-9.
    private const int Characters = 62;

    // 62 to the power of ten, and what comes before it, still fit a long.
    private const int MostCounted = 10;

    /// <summary>The names that both match, which are those of one name or wildcard; null where there are none.</summary>
    public static MessageName? Common(MessageName a, MessageName b)
    {
        if (!a.IsWildcard || !b.IsWildcard)
        {
            var (plain, other) = a.IsWildcard ? (b, a) : (a, b);
            return other.Matches(plain) ? plain : null;
        }

        var (longer, shorter) = a.Length >= b.Length ? (a, b) : (b, a);
        if (!Start(longer).StartsWith(Start(shorter), StringComparison.Ordinal))
        {
            return null;
        }

        return longer.Length == shorter.Length
            ? (IsOneWord(a) ? a : b)
            : (IsOneWord(shorter) ? null : longer);
    }

    /// <summary>Whether each name that the first matches is matched by one of the others, of which no two are the same.</summary>
    public static bool IsCovered(MessageName name, IReadOnlyCollection<MessageName> by)
        => by.Count > 0
            && (!name.IsWildcard ? by.Any(b => b.Matches(name))
                : IsOneWord(name) ? AreWordsCovered(Start(name).ToString(), by)
                : AreAllCovered(Start(name).ToString(), by));

    // Every name that begins so and goes on.
    private static bool AreAllCovered(string start, IReadOnlyCollection<MessageName> by)
    {
        if (by.Any(b => TakesInAll(b, start)))
        {
            return true;
        }

        // Names have an end: there are so many words alone that leave room for a dot and one byte more, and each of them must have been thought of.
        var words = by.Select(b => WordBeforeMore(b, start)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return AreWordsCovered(start, by)
            && words.Count >= Words(MessageName.MaxLength - start.Length - 2)
            && words.TrueForAll(word => AreAllCovered($"{start}{word}.", by));
    }

    // Every name that begins so and goes on without a dot.
    private static bool AreWordsCovered(string start, IReadOnlyCollection<MessageName> by)
        => by.Any(b => TakesInAll(b, start) || (IsOneWord(b) && Start(b).SequenceEqual(start)))
            || by.Count(b => !b.IsWildcard && LastDot(b) == start.Length - 1 && b.Value.StartsWith(start, StringComparison.Ordinal)) >= Words(MessageName.MaxLength - start.Length);

    private static bool TakesInAll(MessageName wildcard, string start) => wildcard.Value[^1] == '*' && start.AsSpan().StartsWith(Start(wildcard), StringComparison.Ordinal);

    private static bool IsOneWord(MessageName wildcard) => wildcard.Value[^1] == '%';

    private static ReadOnlySpan<char> Start(MessageName wildcard) => wildcard.Value.AsSpan(0, wildcard.Length - 1);

    private static int LastDot(MessageName name) => name.Value.LastIndexOf('.');

    private static string? WordBeforeMore(MessageName name, string start)
    {
        if (!name.Value.StartsWith(start, StringComparison.Ordinal))
        {
            return null;
        }

        var dot = name.Value.IndexOf('.', start.Length);
        return dot < 0 ? null : name.Value[start.Length..dot];
    }

    // How many words have so many bytes or fewer.
    private static long Words(int bytes)
    {
        if (bytes > MostCounted)
        {
            return long.MaxValue;
        }

        var words = 0L;
        for (var i = 0; i < bytes; i++)
        {
            words = (words + 1) * Characters;
        }

        return words;
    }
}
