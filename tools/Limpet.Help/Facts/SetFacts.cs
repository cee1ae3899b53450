namespace Limpet.Help.Facts;

/// <summary>A parameter set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Syntax">The cmdlet with the set's parameters, as Get-Command -Syntax writes it.</param>
/// <param name="Parameters">The names of its parameters, in their order.</param>
public sealed record SetFacts(string Name, string Syntax, IReadOnlyList<string> Parameters);
