namespace Limpet.Core.Bus;

/// <summary>
/// A point in the tree of names: the words up to here, the bindings to exactly that, and those to it with <c>.%</c> and <c>.*</c> behind it.
/// Each list is oldest first.
/// </summary>
internal sealed class NameNode(NameNode? parent, string word)
{
    private Dictionary<string, NameNode>? _children;

    public List<Binding> PlainListeners { get; } = [];

    public List<Binding> PercentListeners { get; } = [];

    public List<Binding> StarListeners { get; } = [];

    public Binding? PlainReplier { get; set; }

    public Binding? PercentReplier { get; set; }

    public Binding? StarReplier { get; set; }

    private bool IsBare
        => _children is not { Count: > 0 }
            && PlainListeners.Count == 0 && PercentListeners.Count == 0 && StarListeners.Count == 0
            && PlainReplier is null && PercentReplier is null && StarReplier is null;

    public NameNode? Child(ReadOnlySpan<char> word)
        => _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var child) ? child : null;

    public NameNode ChildOrNew(ReadOnlySpan<char> word)
    {
        if (Child(word) is { } known)
        {
            return known;
        }

        var child = new NameNode(this, word.ToString());
        (_children ??= new Dictionary<string, NameNode>(StringComparer.Ordinal)).Add(child.Word, child);
        return child;
    }

    /// <summary>Takes this node out of the tree, and those above it, as far as nothing is bound there.</summary>
    public void Prune()
    {
        for (var node = this; node is { IsBare: true, Parent: not null }; node = node.Parent)
        {
            node.Parent._children!.Remove(node.Word);
        }
    }

    private NameNode? Parent { get; } = parent;

    private string Word { get; } = word;
}
