namespace Limpet.Core.Limpets.Session;

/// <summary>Whoever connected is refused, and is to be told so.</summary>
internal sealed class PeerRefusedException(string reason) : LimpetException($"The peer was refused: {reason}.")
{
    /// <summary>Why, as a sentence without an end.</summary>
    public string Reason { get; } = reason;
}
