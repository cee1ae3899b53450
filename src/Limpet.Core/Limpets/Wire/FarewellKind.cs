namespace Limpet.Core.Limpets.Wire;

/// <summary>Why a connection is closed by the side that says so.</summary>
internal enum FarewellKind
{
    /// <summary>The other side is not taken: its network id is another's, it is not allowed, or there are too many.</summary>
    Refused,

    /// <summary>Another connection with the same network id has taken its place.</summary>
    Displaced,
}
