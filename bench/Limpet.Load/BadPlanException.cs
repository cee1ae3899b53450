namespace Limpet.Load;

/// <summary>A plan that cannot be run; the message says what is expected.</summary>
internal sealed class BadPlanException(string message) : Exception(message);
