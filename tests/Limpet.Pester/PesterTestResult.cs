namespace Limpet.Pester;

/// <summary>What came of a test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it ran, with what ran before and after each test.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
public sealed record PesterTestResult(PesterTest Test, PesterOutcome Outcome, TimeSpan Duration, string Message);
