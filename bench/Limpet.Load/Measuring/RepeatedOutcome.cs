namespace Limpet.Load.Measuring;

/// <summary>Some figures, each measured several times.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">What the figures count.</param>
/// <param name="Figures">They.</param>
internal sealed record RepeatedOutcome(string What, string Unit, IReadOnlyList<Repeated> Figures) : IOutcome
{
    /// <summary>What went wrong is an exception.</summary>
    public bool IsSound => true;

    /// <summary>The figure of that name.</summary>
    public Repeated this[string name] => Figures.First(figure => string.Equals(figure.Name, name, StringComparison.Ordinal));
}
