namespace Limpet.Core.Limpets;

/// <summary>There is no message to send: nothing was queued, or the rules keep what was (limpet.md 6).</summary>
public sealed class NoMessageException(string message) : LimpetException(message);
