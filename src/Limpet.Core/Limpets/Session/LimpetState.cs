namespace Limpet.Core.Limpets.Session;

/// <summary>Where a Limpet is in its life.</summary>
public enum LimpetState
{
    /// <summary>Not started yet.</summary>
    Starting,

    /// <summary>Listening for its peer.</summary>
    Listening,

    /// <summary>Connecting to its peer, or exchanging HELO with it.</summary>
    Connecting,

    /// <summary>Passing messages on.</summary>
    Connected,

    /// <summary>Ended as it should: stopped, by the termination message, or because the other side closed.</summary>
    Ended,

    /// <summary>Ended by an error.</summary>
    Failed,
}
