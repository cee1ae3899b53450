namespace Limpet.Core.Bus;

/// <summary>
/// A point in the tree of names: the words up to here, the bindings to exactly that, and those to it with <c>.%</c> and <c>.*</c> behind it.
/// Each list is oldest first.
/// </summary>
internal sealed class NameNode(NameNode? parent, string word)
{
    // Most points of the tree have one child and no binding, and a name may have five hundred of them: they hold nothing that is not needed.
    private NameNode? _onlyChild;
    private Dictionary<string, NameNode>? _children;

    /// <summary>Null while there are none; so the two that follow.</summary>
    public List<Binding>? PlainListeners { get; set; }

    public List<Binding>? PercentListeners { get; set; }

    public List<Binding>? StarListeners { get; set; }

    public Binding? PlainReplier { get; set; }

    public Binding? PercentReplier { get; set; }

    public Binding? StarReplier { get; set; }

    private bool IsBare
        => _onlyChild is null && _children is not { Count: > 0 }
            && PlainListeners is not { Count: > 0 } && PercentListeners is not { Count: > 0 } && StarListeners is not { Count: > 0 }
            && PlainReplier is null && PercentReplier is null && StarReplier is null;

    public NameNode? Child(ReadOnlySpan<char> word)
        => _children is null ? (_onlyChild is not null && word.SequenceEqual(_onlyChild.Word) ? _onlyChild : null)
            : _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var child) ? child : null;

    public NameNode ChildOrNew(ReadOnlySpan<char> word)
    {
        if (Child(word) is { } known)
        {
            return known;
        }

        var child = new NameNode(this, word.ToString());
        if (_children is null && _onlyChild is null)
        {
            _onlyChild = child;
            return child;
        }

        if (_children is null)
        {
            _children = new Dictionary<string, NameNode>(StringComparer.Ordinal) { [_onlyChild!.Word] = _onlyChild };
            _onlyChild = null;
        }

        _children.Add(child.Word, child);
        return child;
    }

    /// <summary>Takes this node out of the tree, and those above it, as far as nothing is bound there.</summary>
    public void Prune()
    {
        for (var node = this; node is { IsBare: true, Parent: not null }; node = node.Parent)
        {
            node.Parent.Remove(node);
        }
    }

    private void Remove(NameNode child)
    {
        if (_onlyChild == child)
        {
            _onlyChild = null;
        }
        else
        {
            _children!.Remove(child.Word);
        }
    }

    private NameNode? Parent { get; } = parent;

    private string Word { get; } = word;
}
