using System.Collections;
using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Sort-Object</c>: the objects in the order of their values or properties; equal ones keep theirs.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to sort by, the first first; without any, the objects themselves.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>The greatest first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>No value twice.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Upper and lower case are different.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _items.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var order = new KeyOrder(!CaseSensitive);
        var keyed = _items.Select(item => (Item: item, Key: KeyOf(item)));
        object?[]? last = null;
        foreach (var (item, key) in Descending ? keyed.OrderByDescending(k => k.Key, order) : keyed.OrderBy(k => k.Key, order))
        {
            if (!Unique || last is null || order.Compare(last, key) != 0)
            {
                WriteObject(item);
            }

            last = key;
        }
    }

    private object?[] KeyOf(PSObject item) =>
        Property.Length == 0
            ? [item.BaseObject]
            : [.. Property.Select(p => PropertyPicker.Values(item, p is PSObject o ? o.BaseObject : p).FirstOrDefault().Value)];

    private sealed class KeyOrder(bool ignoreCase) : IComparer<object?[]>
    {
        public int Compare(object?[]? x, object?[]? y) =>
            x!.Zip(y!, CompareValues).FirstOrDefault(c => c != 0);

        // Values that cannot be compared as they are compare as text.
        private int CompareValues(object? x, object? y) =>
            LanguagePrimitives.TryCompare(x, y, ignoreCase, out var result)
                ? result
                : Comparer.DefaultInvariant.Compare(x?.ToString(), y?.ToString());
    }
}
