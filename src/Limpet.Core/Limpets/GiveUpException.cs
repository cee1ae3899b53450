namespace Limpet.Core.Limpets;

/// <summary>The Limpet gives up: it cannot connect, or the termination message was read (limpet.md 6).</summary>
public sealed class GiveUpException(string message, Exception? inner = null) : LimpetException(message, inner);
