using System.Collections;
using System.Management.Automation;

namespace Limpet.Pester.Model;

/// <summary>A row of <c>-ForEach</c>: <c>$_</c>, and when it is a table a variable for each key.</summary>
internal sealed class TestData(object? item)
{
    public object? Item { get; } = item;

    public IDictionary? Table { get; } = (item is PSObject o ? o.BaseObject : item) as IDictionary;

    /// <summary>The rows of a <c>-ForEach</c>, or a single null where there is none.</summary>
    public static IEnumerable<TestData?> Rows(bool given, object?[]? rows, string of)
    {
        if (!given)
        {
            return [null];
        }

        if (rows is null or [])
        {
            throw new PSInvalidOperationException($"-ForEach of '{of}' is empty, so that nothing would be tested.");
        }

        return rows.Select(r => new TestData(r));
    }

    public void SetVariables(SessionState session)
    {
        session.PSVariable.Set("_", Item);
        foreach (DictionaryEntry entry in Table ?? new Hashtable())
        {
            session.PSVariable.Set(entry.Key.ToString(), entry.Value);
        }
    }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        if (name is "_")
        {
            value = Item;
            return true;
        }

        foreach (DictionaryEntry entry in Table ?? new Hashtable())
        {
            if (name.Equals(entry.Key.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                value = entry.Value;
                return true;
            }
        }

        return false;
    }
}
