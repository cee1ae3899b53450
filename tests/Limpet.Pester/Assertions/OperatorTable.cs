using System.Collections;
using System.Management.Automation;
using static Limpet.Pester.Assertions.ValueText;

namespace Limpet.Pester.Assertions;

/// <summary>The operators of <c>Should</c>, with what Pester 5 means by them. <c>-Throw</c> and <c>-Exist</c> run code and are elsewhere.</summary>
internal static class OperatorTable
{
    private static readonly (string, Type)[] Nothing = [];

    public static IReadOnlyList<AssertionOperator> All { get; } =
    [
        new("Be", TakesAll: true, a => Equality.AreEqual(a.Actual, a.Expected, caseSensitive: false), a => $"to be {Of(a.Expected)}") { Alias = "EQ" },
        new("BeExactly", TakesAll: true, a => Equality.AreEqual(a.Actual, a.Expected, caseSensitive: true), a => $"to be exactly {Of(a.Expected)}") { Alias = "CEQ" },
        new("BeLike", TakesAll: false, a => Operation.Test(a.Actual, "-like", a.Expected), a => $"to be like {Of(a.Expected)}"),
        new("BeLikeExactly", TakesAll: false, a => Operation.Test(a.Actual, "-clike", a.Expected), a => $"to be exactly like {Of(a.Expected)}"),
        Match("Match", "-match"),
        Match("MatchExactly", "-cmatch") with { Alias = "CMATCH" },

        // Pester asks for the opposite and denies it, which differs where neither is true.
        new("BeGreaterThan", TakesAll: false, a => Ordered(a, "-gt", "-le"), a => $"to be greater than {Of(a.Expected)}") { Alias = "GT" },
        new("BeGreaterOrEqual", TakesAll: false, a => Ordered(a, "-ge", "-lt"), a => $"to be greater than or equal to {Of(a.Expected)}") { Alias = "GE" },
        new("BeLessThan", TakesAll: false, a => Ordered(a, "-lt", "-ge"), a => $"to be less than {Of(a.Expected)}") { Alias = "LT" },
        new("BeLessOrEqual", TakesAll: false, a => Ordered(a, "-le", "-gt"), a => $"to be less than or equal to {Of(a.Expected)}") { Alias = "LE" },
        new("BeNullOrEmpty", TakesAll: true, a => IsNullOrEmpty(a.Actual), _ => "to be $null or empty") { Parameters = Nothing },
        new("BeTrue", TakesAll: false, a => LanguagePrimitives.IsTrue(a.Actual), _ => "to be $true") { Parameters = Nothing },
        new("BeFalse", TakesAll: false, a => !LanguagePrimitives.IsTrue(a.Actual), _ => "to be $false") { Parameters = Nothing },
        new("BeOfType", TakesAll: false, a => TypeOf(a).IsInstanceOfType(Base(a.Actual)), SaysType)
        {
            Alias = "HaveType",
            Parameters = [("ExpectedType", typeof(object))],
        },
        new("Contain", TakesAll: true, a => Operation.Test(a.Actual, "-contains", a.Expected), a => $"to contain {Of(a.Expected)}"),
        new("BeIn", TakesAll: false, a => Operation.Test(a.Expected, "-contains", a.Actual), a => $"to be in {Of(a.Expected)}"),
        new("HaveCount", TakesAll: true, a => Count(a.Actual) == ExpectedCount(a), a => $"to have {a.Expected ?? 0} items")
        {
            Parameters = [("ExpectedValue", typeof(int))],
        },
    ];

    private static AssertionOperator Match(string name, string operation) =>
        new(name, TakesAll: false, a => Operation.Test(a.Actual, operation, a["RegularExpression"]), a => $"to match {Of(a["RegularExpression"])}")
        {
            Parameters = [("RegularExpression", typeof(object))],
        };

    // A negated comparison is the opposite comparison, and so holds where its own opposite is not true.
    private static bool Ordered(Assertion assertion, string operation, string opposite) =>
        assertion.Not
            ? Operation.Test(assertion.Actual, operation, assertion.Expected)
            : !Operation.Test(assertion.Actual, opposite, assertion.Expected);

    private static bool IsNullOrEmpty(object? actual) => actual switch
    {
        null => true,
        object?[] { Length: 0 } => true,
        object?[] { Length: 1 } items => Base(items[0]) is Hashtable table
            ? table.Count == 0
            : string.IsNullOrEmpty(LanguagePrimitives.ConvertTo<string>(items[0])),
        _ => false,
    };

    private static int Count(object? actual) => actual is object?[] items ? items.Length : 0;

    private static int ExpectedCount(Assertion assertion) =>
        assertion.Expected is int and < 0
            ? throw new PSArgumentException($"-HaveCount expects a count of at least 0, and was given {assertion.Expected}.", nameof(assertion))
            : (int)(assertion.Expected ?? 0);

    private static Type TypeOf(Assertion assertion)
    {
        var expected = Base(assertion["ExpectedType"]);
        var name = expected is string text && text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : expected;
        return LanguagePrimitives.TryConvertTo<Type>(name, out var type) && type is not null
            ? type
            : throw new PSArgumentException($"-BeOfType expects a type, and {Of(expected)} names none that is loaded.", nameof(assertion));
    }

    private static string SaysType(Assertion assertion) =>
        $"(of type {Of(Base(assertion.Actual)?.GetType())}) to have type {Of(TypeOf(assertion))} or one below it";
}
