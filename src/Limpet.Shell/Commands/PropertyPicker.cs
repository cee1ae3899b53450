using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Limpet.Shell.Commands;

/// <summary>Properties as <c>-Property</c> names them: wildcards, script blocks, tables with Name (or Label) and Expression.</summary>
internal static class PropertyPicker
{
    /// <summary>A new object with the given properties of <paramref name="item"/>; one that it has not is null.</summary>
    public static PSObject Pick(PSObject item, IEnumerable<object> properties)
    {
        var result = new PSObject();
        var typeName = item.TypeNames.FirstOrDefault();
        result.TypeNames.Insert(0, $"Selected.{typeName}");
        foreach (var property in properties.Select(p => p is PSObject o ? o.BaseObject : p))
        {
            foreach (var (name, value) in Values(item, property))
            {
                if (result.Properties[name] is null)
                {
                    result.Properties.Add(new PSNoteProperty(name, value));
                }
            }
        }

        return result;
    }

    /// <summary>The values that <paramref name="property"/> has in <paramref name="item"/>, with their names.</summary>
    public static IEnumerable<(string Name, object? Value)> Values(PSObject item, object property)
    {
        switch (property)
        {
            case IDictionary table:
                var expression = Entry(table, "Expression") ?? throw new PSArgumentException("A property that is a table needs an Expression.", nameof(property));
                var name = Entry(table, "Name") ?? Entry(table, "Label") ?? expression;
                return [(name.ToString() ?? "", First(item, Expression(expression)))];
            case ScriptBlock block:
                return [(block.ToString(), First(item, new PSPropertyExpression(block)))];
            default:
                var wanted = new PSPropertyExpression(property.ToString());
                var names = wanted.ResolveNames(item);
                return names.Count == 0 && !wanted.HasWildCardCharacters
                    ? [(wanted.ToString(), null)]
                    : [.. names.Select(n => (n.ToString(), First(item, n)))];
        }
    }

    /// <summary>What makes two objects the same: their text, or all their properties.</summary>
    public static object Key(object? value)
    {
        var item = value is null ? null : PSObject.AsPSObject(value);
        return item?.BaseObject is PSCustomObject
            ? string.Join('\u0001', item.Properties.Select(p => $"{p.Name}={p.Value}"))
            : item?.BaseObject ?? "";
    }

    private static PSPropertyExpression Expression(object expression) =>
        expression is ScriptBlock block ? new PSPropertyExpression(block) : new PSPropertyExpression(expression.ToString());

    private static object? First(PSObject item, PSPropertyExpression expression) => expression.GetValues(item).FirstOrDefault()?.Result;

    // Any beginning of the key will do, as for parameters.
    private static object? Entry(IDictionary table, string key) =>
        table.Cast<DictionaryEntry>().FirstOrDefault(e => key.StartsWith(e.Key.ToString() ?? "-", StringComparison.OrdinalIgnoreCase)).Value;
}
