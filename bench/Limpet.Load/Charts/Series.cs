namespace Limpet.Load.Charts;

/// <summary>Points of one line.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">They, by their x.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
