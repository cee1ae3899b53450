namespace Limpet.Help.Facts;

/// <summary>A parameter as one parameter set has it.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="IsRequired">Whether it must be given there.</param>
/// <param name="Position">Its position, null where it must be named.</param>
/// <param name="ByValue">Whether the pipeline's objects are it.</param>
/// <param name="ByPropertyName">Whether a property of its name is it.</param>
public sealed record ParameterInSet(string Set, bool IsRequired, int? Position, bool ByValue, bool ByPropertyName);
