using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Limpet.Core.Messages;

/// <summary>
/// A well-formed message name: <c>$.</c> and words of letters and digits between single dots, 3 to 1000 bytes; the last
/// word may be <c>*</c> or <c>%</c>, which makes it a wildcard, good for binding and never for sending (kbus.md 2).
/// </summary>
public sealed class MessageName : IEquatable<MessageName>, IComparable<MessageName>
{
    /// <summary>The most bytes a name may have.</summary>
    public const int MaxLength = 1000;

    /// <summary>What repliers being bound and unbound is announced under (kbus.md 6).</summary>
    public static readonly MessageName ReplierBindEvent = Parse("$.KBUS.ReplierBindEvent");

    private readonly int _hash;

    private MessageName(string value)
    {
        Value = value;
        _hash = string.GetHashCode(value, StringComparison.Ordinal);
    }

    /// <summary>The name as text; every character is ASCII, so its length is the length in bytes.</summary>
    public string Value { get; }

    /// <summary>Bytes in the name.</summary>
    public int Length => Value.Length;

    /// <summary>Whether the last word is <c>*</c> or <c>%</c>.</summary>
    public bool IsWildcard => Value[^1] is '*' or '%';

    /// <summary>Whether KBUS's own names, those under <c>$.KBUS.</c>, include this one.</summary>
    public bool IsReserved => Value.StartsWith("$.KBUS.", StringComparison.Ordinal);

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">The text is no name; the message says why and what is expected.</exception>
    public static MessageName Parse(string text)
        => TryParse(text, out var name, out var fault) ? name : throw new FormatException(NameRules.Describe(text, fault));

    /// <summary>Reads a name, and says what is wrong where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out MessageName? name, out NameFault fault)
    {
        fault = NameRules.Check(text);
        name = fault == NameFault.None ? new MessageName(text.ToString()) : null;
        return name is not null;
    }

    /// <summary>Reads a name from its bytes, and says what is wrong where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MessageName? name, out NameFault fault)
    {
        fault = NameRules.Check(bytes);
        name = fault == NameFault.None ? new MessageName(Encoding.ASCII.GetString(bytes)) : null;
        return name is not null;
    }

    /// <summary>
    /// Whether a binding to this name hears a message of that plain name: <c>P.*</c> hears all that begin with <c>P.</c> and go on,
    /// <c>P.%</c> those of them with no further dot, and a plain name itself alone.
    /// </summary>
    public bool Matches(MessageName message)
    {
        if (!IsWildcard)
        {
            return Equals(message);
        }

        var prefix = Value.AsSpan(0, Value.Length - 1);
        return message.Length > prefix.Length
            && message.Value.AsSpan().StartsWith(prefix, StringComparison.Ordinal)
            && (Value[^1] == '*' || !message.Value.AsSpan(prefix.Length).Contains('.'));
    }

    /// <summary>Writes the name's bytes, one a character; <paramref name="destination"/> has <see cref="Length"/> bytes or more.</summary>
    public void WriteTo(Span<byte> destination) => Encoding.ASCII.GetBytes(Value, destination);

    /// <inheritdoc/>
    public bool Equals(MessageName? other)
        => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && string.Equals(Value, other.Value, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MessageName);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Byte order of the names.</summary>
    public int CompareTo(MessageName? other) => string.CompareOrdinal(Value, other?.Value);

    /// <summary>The name as text.</summary>
    public override string ToString() => Value;

    /// <summary>Whether two names have the same bytes.</summary>
    public static bool operator ==(MessageName? left, MessageName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two names differ.</summary>
    public static bool operator !=(MessageName? left, MessageName? right) => !(left == right);

    /// <summary>Byte order of the names.</summary>
    public static bool operator <(MessageName? left, MessageName? right) => Comparer<MessageName>.Default.Compare(left, right) < 0;

    /// <summary>Byte order of the names.</summary>
    public static bool operator >(MessageName? left, MessageName? right) => Comparer<MessageName>.Default.Compare(left, right) > 0;

    /// <summary>Byte order of the names.</summary>
    public static bool operator <=(MessageName? left, MessageName? right) => Comparer<MessageName>.Default.Compare(left, right) <= 0;

    /// <summary>Byte order of the names.</summary>
    public static bool operator >=(MessageName? left, MessageName? right) => Comparer<MessageName>.Default.Compare(left, right) >= 0;
}
