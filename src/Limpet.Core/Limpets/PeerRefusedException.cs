namespace Limpet.Core.Limpets;

/// <summary>Whoever is at the other end may not be there: another user than allowed, a network id that is in use, or one peer too many. It was told so.</summary>
public sealed class PeerRefusedException(string reason) : LimpetException($"The peer was refused: {reason}.")
{
    /// <summary>Why, as a sentence without an end.</summary>
    public string Reason { get; } = reason;
}
