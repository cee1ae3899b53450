namespace Limpet.Core.Limpets;

/// <summary>The other Limpet turned us away, and said why: our network id is another's there, we are not allowed, or it has too many peers.</summary>
public sealed class TurnedAwayException : LimpetException
{
    /// <summary>With what it said.</summary>
    /// <param name="reason">Its reason, as a sentence without an end.</param>
    /// <param name="isDisplaced">Whether we were connected, and another connection with our network id took our place.</param>
    public TurnedAwayException(string reason, bool isDisplaced)
        : base($"The other Limpet {(isDisplaced ? "closed this connection" : "turned us away")}: {reason}.") => IsDisplaced = isDisplaced;

    /// <summary>Whether we were connected, and another connection with our network id took our place; to come back would displace it in turn.</summary>
    public bool IsDisplaced { get; }
}
