namespace Limpet.Pester;

/// <summary>A test as it was found: one <c>It</c>, with one row of its data.</summary>
/// <param name="Ordinal">Its place in the file, from 0.</param>
/// <param name="Name">The names of its blocks and its own, templates filled in.</param>
public sealed record PesterTest(int Ordinal, string Name);
