using System.Management.Automation;
using System.Text.RegularExpressions;
using Limpet.Pester.Assertions;

namespace Limpet.Pester.Model;

/// <summary>Fills in names such as <c>'adds &lt;a&gt; and &lt;b.Length&gt;'</c> from the rows of data of a test and of the blocks around it.</summary>
internal static partial class NameTemplate
{
    /// <summary>The name filled in. What no row knows stays as it is.</summary>
    /// <param name="name">The name as it is written.</param>
    /// <param name="data">The rows, the innermost first.</param>
    public static string Fill(string name, IEnumerable<TestData?> data)
    {
        var rows = data.OfType<TestData>().ToArray();
        return rows.Length == 0 ? name : Placeholder().Replace(name, match => Value(match, rows));
    }

    private static string Value(Match match, TestData[] rows)
    {
        var parts = match.Groups["path"].Value.Split('.');
        foreach (var row in rows)
        {
            if (row.TryGet(parts[0], out var value))
            {
                foreach (var part in parts.Skip(1))
                {
                    value = value is null ? null : PSObject.AsPSObject(value).Properties[part]?.Value;
                }

                return value is string text ? text : ValueText.Of(value);
            }
        }

        return match.Value;
    }

    [GeneratedRegex(@"<(?<path>[\w.]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
