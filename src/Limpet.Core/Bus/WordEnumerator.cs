namespace Limpet.Core.Bus;

/// <summary>The words of a message name, those after the <c>$</c>, one after another.</summary>
internal ref struct WordEnumerator
{
    private ReadOnlySpan<char> _rest;

    /// <summary>Of <c>$.A.B</c> the words A and B; of <c>$</c> none.</summary>
    public WordEnumerator(ReadOnlySpan<char> name)
    {
        _rest = name[1..];
        Current = default;
    }

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly bool IsLast => _rest.IsEmpty;

    public readonly WordEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var word = _rest[1..];
        var dot = word.IndexOf('.');
        Current = dot < 0 ? word : word[..dot];
        _rest = dot < 0 ? default : word[dot..];
        return true;
    }
}
