namespace Limpet.Core.Limpets;

/// <summary>The other side did not do in time what it must: connect, or say HELO.</summary>
public sealed class LimpetTimeoutException(string message) : LimpetException(message);
