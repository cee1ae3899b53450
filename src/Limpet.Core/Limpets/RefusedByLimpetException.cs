namespace Limpet.Core.Limpets;

/// <summary>A Limpet's Ksock may not be used like that: its bindings and its way of reading are the Limpet's own (limpet.md 2).</summary>
public sealed class RefusedByLimpetException(string message) : LimpetException(message);
