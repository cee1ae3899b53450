namespace Limpet.PowerShell.Sessions;

/// <summary>The message names that completion offers: those last bound, sent or seen, up to <see cref="Most"/> of them.</summary>
internal sealed class KnownNames
{
    private const int Most = 1000;

    private readonly Lock _gate = new();
    private readonly LinkedList<string> _newestFirst = [];
    private readonly Dictionary<string, LinkedListNode<string>> _nodes = new(StringComparer.Ordinal);

    /// <summary>Remembers a name, at the cost of the one not met for longest.</summary>
    public void Add(string name)
    {
        lock (_gate)
        {
            if (_nodes.TryGetValue(name, out var known))
            {
                _newestFirst.Remove(known);
                _newestFirst.AddFirst(known);
                return;
            }

            _nodes.Add(name, _newestFirst.AddFirst(name));
            if (_nodes.Count > Most)
            {
                _nodes.Remove(_newestFirst.Last!.Value);
                _newestFirst.RemoveLast();
            }
        }
    }

    /// <summary>Those that begin so, newest first. Case does not matter to the person who types.</summary>
    public IReadOnlyList<string> StartingWith(string prefix)
    {
        lock (_gate)
        {
            return [.. _newestFirst.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
        }
    }
}
