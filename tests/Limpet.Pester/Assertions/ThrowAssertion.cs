using System.Management.Automation;
using static Limpet.Pester.Assertions.ValueText;

namespace Limpet.Pester.Assertions;

/// <summary><c>Should -Throw</c>: a script block that an error ends, and what error.</summary>
internal static class ThrowAssertion
{
    public static AssertionOperator Operator { get; } =
        new("Throw", TakesAll: false, _ => throw new InvalidOperationException("-Throw is checked by running the script block."), _ => "")
        {
            Parameters = [("ExpectedMessage", typeof(string)), ("ErrorId", typeof(string)), ("ExceptionType", typeof(Type))],
            Switches = ["PassThru"],
        };

    /// <summary>Checks the error that ended the script block, null where none did.</summary>
    /// <exception cref="AssertionFailedException">It is not what was expected.</exception>
    public static void Check(Assertion assertion, ErrorRecord? error)
    {
        if (assertion.Not)
        {
            // With -Not any error fails, whatever else was said about it.
            if (error is not null)
            {
                throw new AssertionFailedException(
                    $"Expected no exception to be thrown{assertion.Because} but an exception {Of(error.Exception.Message)} was thrown.{From(error)}");
            }

            return;
        }

        var wanted = new List<string>();
        var found = new List<string>();
        if (assertion["ExceptionType"] is Type type)
        {
            wanted.Add($"type {Of(type)}");
            Note(error, e => type.IsInstanceOfType(e.Exception), e => $"the exception type was {Of(e.Exception.GetType())}", found);
        }

        Pattern(assertion, "ExpectedMessage", "message like", "the message was", error, e => e.Exception.Message, wanted, found);
        Pattern(assertion, "ErrorId", "FullyQualifiedErrorId", "the FullyQualifiedErrorId was", error, e => e.FullyQualifiedErrorId, wanted, found);
        if (error is null)
        {
            found.Add("no exception was thrown");
        }

        if (found.Count > 0)
        {
            var with = wanted.Count > 0 ? $" with {string.Join(" and ", wanted)}" : "";
            throw new AssertionFailedException(
                $"Expected an exception{with} to be thrown{assertion.Because} but {string.Join(" and ", found)}.{From(error)}");
        }
    }

    private static void Pattern(
        Assertion assertion, string parameter, string wants, string finds, ErrorRecord? error, Func<ErrorRecord, string> value,
        List<string> wanted, List<string> found)
    {
        if (assertion[parameter] is string pattern && !string.IsNullOrWhiteSpace(pattern))
        {
            wanted.Add($"{wants} {Of(WildcardPattern.Unescape(pattern))}");
            var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            Note(error, e => wildcard.IsMatch(value(e)), e => $"{finds} {Of(value(e))}", found);
        }
    }

    private static void Note(ErrorRecord? error, Func<ErrorRecord, bool> isRight, Func<ErrorRecord, string> what, List<string> found)
    {
        if (error is not null && !isRight(error))
        {
            found.Add(what(error));
        }
    }

    private static string From(ErrorRecord? error) =>
        error?.InvocationInfo?.PositionMessage is { Length: > 0 } position ? $" {position}" : "";
}
