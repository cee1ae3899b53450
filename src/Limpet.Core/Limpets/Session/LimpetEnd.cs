namespace Limpet.Core.Limpets.Session;

/// <summary>What ended a Limpet.</summary>
public enum LimpetEnd
{
    /// <summary>It was stopped on this side.</summary>
    Stopped,

    /// <summary>The termination message was read.</summary>
    TerminationMessage,

    /// <summary>The other side closed the connection.</summary>
    PeerClosed,

    /// <summary>Another connection with the peer's network id took this one's place.</summary>
    Displaced,

    /// <summary>An error; <see cref="LimpetOutcome.Error"/> says which.</summary>
    Error,
}
