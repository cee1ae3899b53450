namespace Limpet.Core.Limpets;

/// <summary>The network ids of the two ends cannot go together: one is 0, or both are the same (limpet.md 1).</summary>
public sealed class NetworkIdException(string message) : LimpetException(message);
