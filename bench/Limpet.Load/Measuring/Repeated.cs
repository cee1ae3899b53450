namespace Limpet.Load.Measuring;

/// <summary>One figure, measured several times.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Runs">What each run gave; at least one.</param>
internal sealed record Repeated(string Name, IReadOnlyList<double> Runs)
{
    /// <summary>That of the run in the middle.</summary>
    public double Median => Runs.Order().ElementAt(Runs.Count / 2);

    /// <summary>The least.</summary>
    public double Least => Runs.Min();

    /// <summary>The most.</summary>
    public double Most => Runs.Max();
}
