using System.Management.Automation;

namespace Limpet.Pester.Assertions;

/// <summary>PowerShell's own operators, so that an assertion compares as a script would.</summary>
internal static class Operation
{
    public static bool Equal(object? left, object? right, bool caseSensitive) => Test(left, caseSensitive ? "-ceq" : "-eq", right);

    /// <summary>Whether <paramref name="left"/> <paramref name="name"/> <paramref name="right"/> is true as a condition.</summary>
    public static bool Test(object? left, string name, object? right)
    {
        var operation = ScriptBlock.Create($"param($left, $right) [bool]($left {name} $right)");
        return LanguagePrimitives.IsTrue(operation.InvokeReturnAsIs(left, right));
    }
}
