using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>
/// All bindings of a device by name (kbus.md 2), as a tree of words, so that finding who hears a message costs the words of its name
/// and those who hear it, whatever else is bound.
/// </summary>
internal sealed class NameIndex
{
    private readonly NameNode _root = new(parent: null, "$");
    private readonly List<List<Binding>> _matching = [];
    private readonly List<int> _left = [];

    /// <summary>Points of the tree and bindings that lookups for a message have looked at so far: what sending costs, counted without a clock.</summary>
    internal long Looked { get; private set; }

    /// <summary>Adds a binding, the newest there is.</summary>
    public void Add(Binding binding)
    {
        var name = binding.Name;
        var node = _root;
        foreach (var word in Words(Stem(name)))
        {
            node = node.ChildOrNew(word);
        }

        if (binding.Kind == BindingKind.Replier)
        {
            SetReplier(node, name, binding);
        }
        else
        {
            ListenersOrNew(node, name).Add(binding);
        }
    }

    /// <summary>Removes a binding that was added.</summary>
    public void Remove(Binding binding)
    {
        var name = binding.Name;
        var node = Find(name)!;
        if (binding.Kind == BindingKind.Replier)
        {
            SetReplier(node, name, null);
        }
        else
        {
            var listeners = Listeners(node, name)!;
            listeners.RemoveAt(IndexOf(listeners, binding));
        }

        node.Prune();
    }

    /// <summary>The replier bound to exactly that name, wildcard or not.</summary>
    public Binding? ExactReplier(MessageName name)
    {
        var node = Find(name);
        return node is null ? null
            : !name.IsWildcard ? node.PlainReplier
            : name.Value[^1] == '%' ? node.PercentReplier
            : node.StarReplier;
    }

    /// <summary>The newest listener binding of that Ksock to exactly that name.</summary>
    public Binding? ExactListener(MessageName name, BusKsock owner)
    {
        var node = Find(name);
        return node is null ? null : Listeners(node, name)?.FindLast(binding => binding.Owner == owner);
    }

    /// <summary>Who a Request of that plain name is for: the plain binding before <c>%</c>, that before <c>*</c>, and among those the newest.</summary>
    public Binding? ReplierFor(MessageName name)
    {
        Binding? star = null;
        Binding? percent = null;
        var node = _root;
        var words = Words(name.Value);
        while (words.MoveNext())
        {
            Looked++;
            if (node.StarReplier is { } candidate && (star is null || candidate.Sequence > star.Sequence))
            {
                star = candidate;
            }

            percent = words.IsLast ? node.PercentReplier : null;
            if (node.Child(words.Current) is not { } child)
            {
                // The words that follow matter only for whether this one was the last.
                return percent ?? star;
            }

            node = child;
        }

        return node.PlainReplier ?? percent ?? star;
    }

    /// <summary>Adds the listener bindings that hear a message of that plain name, newest first.</summary>
    public void AddListenersFor(MessageName name, List<Binding> into)
    {
        _matching.Clear();
        var node = _root;
        var words = Words(name.Value);
        while (node is not null && words.MoveNext())
        {
            Looked++;
            AddMatching(node.StarListeners);
            if (words.IsLast)
            {
                AddMatching(node.PercentListeners);
            }

            node = node.Child(words.Current);
        }

        if (node is not null)
        {
            AddMatching(node.PlainListeners);
        }

        Merge(into);
    }

    private static WordEnumerator Words(ReadOnlySpan<char> name) => new(name);

    // The words a binding is kept under: a wildcard's without the last.
    private static ReadOnlySpan<char> Stem(MessageName name) => name.IsWildcard ? name.Value.AsSpan(0, name.Length - 2) : name.Value;

    private static List<Binding> ListenersOrNew(NameNode node, MessageName name)
        => !name.IsWildcard ? node.PlainListeners ??= [] : name.Value[^1] == '%' ? node.PercentListeners ??= [] : node.StarListeners ??= [];

    private static List<Binding>? Listeners(NameNode node, MessageName name)
        => !name.IsWildcard ? node.PlainListeners : name.Value[^1] == '%' ? node.PercentListeners : node.StarListeners;

    private static void SetReplier(NameNode node, MessageName name, Binding? binding)
    {
        if (!name.IsWildcard)
        {
            node.PlainReplier = binding;
        }
        else if (name.Value[^1] == '%')
        {
            node.PercentReplier = binding;
        }
        else
        {
            node.StarReplier = binding;
        }
    }

    private static int IndexOf(List<Binding> oldestFirst, Binding binding)
    {
        var low = 0;
        var high = oldestFirst.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (oldestFirst[middle].Sequence < binding.Sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private NameNode? Find(MessageName name)
    {
        var node = _root;
        foreach (var word in Words(Stem(name)))
        {
            if (node.Child(word) is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    private void AddMatching(List<Binding>? bindings)
    {
        if (bindings is { Count: > 0 })
        {
            Looked += bindings.Count;
            _matching.Add(bindings);
        }
    }

    // Each list is in order already, and a name has few lists, so merging beats sorting.
    private void Merge(List<Binding> into)
    {
        _left.Clear();
        var total = 0;
        foreach (var bindings in _matching)
        {
            _left.Add(bindings.Count);
            total += bindings.Count;
        }

        for (; total > 0; total--)
        {
            var newest = -1;
            for (var i = 0; i < _matching.Count; i++)
            {
                if (_left[i] > 0 && (newest < 0 || Last(i).Sequence > Last(newest).Sequence))
                {
                    newest = i;
                }
            }

            into.Add(Last(newest));
            _left[newest]--;
        }

        Binding Last(int list) => _matching[list][_left[list] - 1];
    }
}
