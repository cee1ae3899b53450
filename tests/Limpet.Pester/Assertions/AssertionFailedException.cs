namespace Limpet.Pester.Assertions;

/// <summary>An assertion that does not hold.</summary>
internal sealed class AssertionFailedException(string message) : Exception(message);
