namespace Limpet.Help.Facts;

/// <summary>What the engine knows of a cmdlet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters, those of every cmdlet left out, in the order of the first set that has them.</param>
/// <param name="Sets">Its parameter sets, the default one first.</param>
/// <param name="Outputs">The types it says it gives.</param>
public sealed record CommandFacts(string Name, IReadOnlyList<ParameterFacts> Parameters, IReadOnlyList<SetFacts> Sets, IReadOnlyList<string> Outputs)
{
    /// <summary>The parameter of that name.</summary>
    public ParameterFacts Parameter(string name) => Parameters.Single(parameter => parameter.Name.Is(name));
}
