namespace Limpet.Load.Targets;

/// <summary>What came of a row.</summary>
/// <param name="Measured">What was measured.</param>
/// <param name="IsMet">Whether the target is met; null where there is none, or it could not be told.</param>
/// <param name="Beside">What the floor and others did, and how ours compares.</param>
internal sealed record Verdict(string Measured, bool? IsMet, string Beside = "");
