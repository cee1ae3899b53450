namespace Limpet.Core.Limpets;

/// <summary>The other Limpet closed the connection (limpet.md 5 and 6).</summary>
public sealed class OtherLimpetGoneAwayException(string message, Exception? inner = null) : LimpetException(message, inner);
