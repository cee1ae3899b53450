namespace Limpet.Pester.Assertions;

/// <summary>An operator of <c>Should</c>.</summary>
/// <param name="Name">Its name, without a dash.</param>
/// <param name="TakesAll">Whether it is given all values of the pipeline at once, and not one after the other.</param>
/// <param name="Holds">Whether the assertion holds when it is not negated.</param>
/// <param name="Says">What is expected, for the message: "to be like 'x'".</param>
internal sealed record AssertionOperator(string Name, bool TakesAll, Func<Assertion, bool> Holds, Func<Assertion, string> Says)
{
    /// <summary>Another name.</summary>
    public string? Alias { get; init; }

    /// <summary>Its parameters, in the order of their positions, without <c>-Because</c>, which comes last.</summary>
    public IReadOnlyList<(string Name, Type Type)> Parameters { get; init; } = [("ExpectedValue", typeof(object))];

    /// <summary>Switches of its own.</summary>
    public IReadOnlyList<string> Switches { get; init; } = [];

    /// <summary>Fails unless the assertion holds.</summary>
    /// <exception cref="AssertionFailedException">It does not hold; the message tells what was expected and what was found.</exception>
    public void Check(Assertion assertion)
    {
        if (Holds(assertion) == assertion.Not)
        {
            var not = assertion.Not ? "not " : "";
            throw new AssertionFailedException($"Expected the value {not}{Says(assertion)}{assertion.Because} but got {ValueText.Of(assertion.Actual)}.");
        }
    }
}
