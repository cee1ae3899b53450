using System.Collections;
using System.Management.Automation;

namespace Limpet.Pester.Assertions;

/// <summary>Values as they are written in PowerShell, for messages.</summary>
internal static class ValueText
{
    private const int Shown = 20;

    public static string Of(object? value) => Base(value) switch
    {
        null => "$null",
        string text => $"'{text}'",
        bool flag => flag ? "$true" : "$false",
        Type type => $"[{type.FullName}]",
        ScriptBlock block => $"{{{block}}}",
        IDictionary table => $"@{{{string.Join("; ", table.Cast<DictionaryEntry>().Take(Shown).Select(e => $"{e.Key}={Of(e.Value)}"))}}}",
        PSCustomObject => value!.ToString() ?? "",
        IEnumerable items => List(items),
        var other => LanguagePrimitives.ConvertTo<string>(other),
    };

    public static object? Base(object? value) => value is PSObject o ? o.BaseObject : value;

    private static string List(IEnumerable items)
    {
        var all = items.Cast<object?>().ToArray();
        var more = all.Length > Shown ? $", ... ({all.Length} in all)" : "";
        return $"@({string.Join(", ", all.Take(Shown).Select(Of))}{more})";
    }
}
