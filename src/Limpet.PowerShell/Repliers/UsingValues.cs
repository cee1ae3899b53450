using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Limpet.PowerShell.Repliers;

/// <summary>
/// The values of what a script block takes with <c>$using:</c> from the session it was written in. PowerShell takes them by the parameter
/// <see cref="Parameter"/>, as a dictionary from the expression in base64 to its value, as it does between machines.
/// </summary>
internal static class UsingValues
{
    /// <summary>The name of the parameter that a script's values of <c>$using:</c> are given by.</summary>
    public const string Parameter = "--%";

    /// <summary>Collects them; null where the script takes none.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="evaluate">Gives the value of an expression, such as <c>$limit</c> or <c>$options.Limit</c>, where the script block was written.</param>
    public static IDictionary? Of(ScriptBlock script, Func<string, object?> evaluate)
    {
        Dictionary<string, object?>? values = null;
        foreach (var used in script.Ast.FindAll(static ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            values ??= new Dictionary<string, object?>(StringComparer.Ordinal);
            var key = KeyOf(used);
            if (!values.ContainsKey(key))
            {
                values.Add(key, evaluate(used.Extent.Text.Replace("using:", "", StringComparison.OrdinalIgnoreCase)));
            }
        }

        return values;
    }

    /// <summary>The name of the variable that an expression such as <c>$options.Limit</c> or <c>${my options}</c> begins with.</summary>
    public static string VariableOf(string expression)
    {
        var name = expression.AsSpan(1);
        var end = name.StartsWith('{') ? name.IndexOf('}') : name.IndexOfAny('.', '[');
        return (end < 0 ? name : name[..end]).TrimStart('{').ToString();
    }

    private static string KeyOf(UsingExpressionAst used)
    {
        var text = used.SubExpression is VariableExpressionAst ? used.Extent.Text.ToLowerInvariant() : used.Extent.Text;
        return Convert.ToBase64String(Encoding.Unicode.GetBytes(text));
    }
}
