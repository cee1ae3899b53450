namespace Limpet.Pester;

/// <summary>What came of a file.</summary>
/// <param name="Tests">A result for every test that was found, in order.</param>
/// <param name="Errors">
/// What went wrong outside of the tests: the file does not parse, throws while tests are looked for, has none; a module cannot be imported;
/// a step after the tests failed. A file with errors has failed whatever its tests say.
/// </param>
public sealed record PesterFileResult(IReadOnlyList<PesterTestResult> Tests, IReadOnlyList<string> Errors)
{
    /// <summary>Whether the file had tests, and all of them passed or were skipped, and nothing else went wrong.</summary>
    public bool Succeeded =>
        Errors.Count == 0 && Tests.Count > 0 && Tests.All(t => t.Outcome is PesterOutcome.Passed or PesterOutcome.Skipped);
}
