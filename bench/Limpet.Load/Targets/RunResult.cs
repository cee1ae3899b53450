namespace Limpet.Load.Targets;

/// <summary>A run of the set.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Rows">What was measured.</param>
internal sealed record RunResult(MachineFacts Machine, double Seconds, IReadOnlyList<RowResult> Rows);
