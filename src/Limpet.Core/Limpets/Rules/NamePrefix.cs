using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>
/// Words under which the names of our bus stand on the other, such as <c>Kitchen</c>: <c>$.Light</c> here is <c>$.Kitchen.Light</c> there. Names under
/// <c>$.KBUS.</c> are the same everywhere.
/// </summary>
public sealed class NamePrefix
{
    private const string Root = "$.";

    private readonly string _start;

    private NamePrefix(string words) => (Words, _start) = (words, $"{Root}{words}.");

    /// <summary>The words, such as <c>Kitchen</c> or <c>House.Kitchen</c>.</summary>
    public string Words { get; }

    /// <summary>Reads a prefix: words of letters and digits with dots between them.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong with it.</exception>
    public static NamePrefix Parse(string words) => Fault(words) is { } fault ? throw new FormatException(fault) : new NamePrefix(words);

    /// <summary>What is wrong with a prefix, in a sentence that names it; null where nothing is.</summary>
    public static string? Fault(string? words)
    {
        const string Expected = "expected words of letters and digits with dots between them, such as Kitchen or House.Kitchen";
        if (string.IsNullOrEmpty(words))
        {
            return $"The prefix is empty; {Expected}.";
        }

        if (words.StartsWith('$'))
        {
            return $"The prefix '{words}' begins with '$'; {Expected}, without $. in front.";
        }

        // The shortest name under it must be one.
        if (!MessageName.TryParse($"{Root}{words}.x", out var shortest, out var fault))
        {
            return fault == NameFault.TooLong
                ? $"The prefix '{words[..20]}...' has {words.Length} bytes; the most is {MessageName.MaxLength - Root.Length - 2}, so that a name under it has at most {MessageName.MaxLength}."
                : $"The prefix '{words}' is none; {Expected}.";
        }

        return shortest.IsReserved ? $"The prefix '{words}' would put names under $.KBUS., which are those of KBUS itself; {Expected}." : null;
    }

    /// <summary>What a name of our bus, which may be a wildcard, is on the other; null where it would have more than 1000 bytes.</summary>
    public MessageName? Add(MessageName name)
    {
        if (name.IsReserved)
        {
            return name;
        }

        return MessageName.TryParse(string.Concat(_start, name.Value.AsSpan(Root.Length)), out var added, out _) ? added : null;
    }

    /// <summary>What a name of the other bus, which may be a wildcard, is on ours: itself where it does not stand under the prefix.</summary>
    public MessageName Remove(MessageName name)
    {
        if (!name.Value.StartsWith(_start, StringComparison.Ordinal))
        {
            return name;
        }

        // Nothing of ours stands there under $.Kitchen.KBUS., and nobody there speaks for KBUS here.
        var removed = MessageName.Parse(string.Concat(Root, name.Value.AsSpan(_start.Length)));
        return removed.IsReserved ? name : removed;
    }

    /// <summary>The words.</summary>
    public override string ToString() => Words;
}
