using System.Management.Automation;

namespace Limpet.Pester.Assertions;

/// <summary>
/// What <c>-Be</c> and <c>-BeExactly</c> mean by equal: two lists with as many items, equal one by one, lists inside of them too; the
/// expected value on the left of PowerShell's operator; and no list, an empty list and a single null are all the same.
/// </summary>
internal static class Equality
{
    private const int DepthLimit = 100;

    public static bool AreEqual(object? actual, object? expected, bool caseSensitive, int depth = 0)
    {
        if (depth > DepthLimit)
        {
            throw new PSInvalidOperationException($"The values are nested more than {DepthLimit} deep; one of them may contain itself.");
        }

        var first = Items(actual);
        var second = Items(expected);
        if (IsNothing(first) || IsNothing(second))
        {
            return IsNothing(first) && IsNothing(second);
        }

        return first.Length == second.Length && first.Zip(second).All(pair => ItemsAreEqual(pair.First, pair.Second, caseSensitive, depth));
    }

    private static bool ItemsAreEqual(object? actual, object? expected, bool caseSensitive, int depth) =>
        ValueText.Base(actual) is Array || ValueText.Base(expected) is Array
            ? AreEqual(actual, expected, caseSensitive, depth + 1)
            : Operation.Equal(expected, actual, caseSensitive);

    private static object?[] Items(object? value) => value is null ? [] : LanguagePrimitives.ConvertTo<object?[]>(value);

    private static bool IsNothing(object?[] items) => items is [] or [null];
}
