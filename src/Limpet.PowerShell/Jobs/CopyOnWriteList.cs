using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace Limpet.PowerShell.Jobs;

/// <summary>
/// A list that can be changed while others walk over it: they see it as it was when they began. It is a list of the old kind too, since by that PowerShell tells whether a list is true: one
/// with nothing in it is not.
/// </summary>
internal sealed class CopyOnWriteList<T> : IList<T>, IList
{
    // The engine walks over a job's children with no lock, and never expects one to come later; the list that it makes would throw then.
    private static readonly FieldInfo? s_childJobs = typeof(Job).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
        .FirstOrDefault(field => field.FieldType == typeof(IList<Job>));

    private readonly Lock _gate = new();
    private volatile T[] _items = [];

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    bool IList.IsFixedSize => false;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    object? IList.this[int index]
    {
        get => this[index];
        set => this[index] = (T)value!;
    }

    /// <inheritdoc/>
    public T this[int index]
    {
        get => _items[index];
        set => Change(items => items[index] = value);
    }

    /// <summary>Gives a job such a list of children, or its own where this engine keeps them in another way.</summary>
    public static IList<Job> InPlaceOfChildJobs(Job job)
    {
        s_childJobs?.SetValue(job, new CopyOnWriteList<Job>());
        return job.ChildJobs;
    }

    /// <inheritdoc/>
    public void Add(T item) => Change(items => items.Add(item));

    /// <inheritdoc/>
    public void Insert(int index, T item) => Change(items => items.Insert(index, item));

    /// <inheritdoc/>
    public bool Remove(T item)
    {
        var removed = false;
        Change(items => removed = items.Remove(item));
        return removed;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index) => Change(items => items.RemoveAt(index));

    /// <inheritdoc/>
    public void Clear() => Change(items => items.Clear());

    /// <inheritdoc/>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public int IndexOf(T item) => Array.IndexOf(_items, item);

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int IList.Add(object? value)
    {
        var index = 0;
        Change(items =>
        {
            index = items.Count;
            items.Add((T)value!);
        });
        return index;
    }

    void IList.Insert(int index, object? value) => Insert(index, (T)value!);

    void IList.Remove(object? value)
    {
        if (value is T item)
        {
            Remove(item);
        }
    }

    bool IList.Contains(object? value) => value is T item && Contains(item);

    int IList.IndexOf(object? value) => value is T item ? IndexOf(item) : -1;

    void ICollection.CopyTo(Array array, int index) => _items.CopyTo(array, index);

    private void Change(Action<List<T>> change)
    {
        lock (_gate)
        {
            var items = _items.ToList();
            change(items);
            _items = [.. items];
        }
    }
}
