namespace Limpet.Load.Charts;

/// <summary>How something grows.</summary>
/// <param name="File">The file it is drawn to.</param>
/// <param name="Title">What it shows.</param>
/// <param name="X">What is along the bottom, on a logarithmic scale unless <see cref="IsLinear"/>.</param>
/// <param name="Y">What is along the side, from 0 unless <see cref="IsLogarithmicUp"/>.</param>
/// <param name="Lines">The lines.</param>
internal sealed record Chart(string File, string Title, string X, string Y, IReadOnlyList<Series> Lines)
{
    /// <summary>Whether the bottom has a linear scale.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Whether the side has a logarithmic one.</summary>
    public bool IsLogarithmicUp { get; init; }

    /// <summary>Whether there is anything to be drawn.</summary>
    public bool HasPoints => Lines.Any(line => line.Points.Count > 1);
}
