namespace Limpet.Core.Limpets;

/// <summary>
/// The other side sent bytes that are no message, or no HELO: which field, what was read and what was expected (limpet.md 5).
/// </summary>
public sealed class BadMessageException : LimpetException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="field">The field, under the name that limpet.md 1 gives it.</param>
    /// <param name="read">What was read, as text.</param>
    /// <param name="expected">What was expected, as text.</param>
    public BadMessageException(string field, string read, string expected)
        : base($"What the other Limpet sent is no message: {field} is {read}; expected {expected}.")
    {
        Field = field;
        Read = read;
        Expected = expected;
    }

    /// <summary>The field, such as <c>start_guard</c> or <c>name_len</c>.</summary>
    public string Field { get; }

    /// <summary>What was read.</summary>
    public string Read { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }
}
