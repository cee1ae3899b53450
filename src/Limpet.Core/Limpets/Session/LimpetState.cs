namespace Limpet.Core.Limpets.Session;

/// <summary>Where a Limpet is in its life.</summary>
public enum LimpetState
{
    /// <summary>Not started yet.</summary>
    Starting,

    /// <summary>Listening, and no peer is connected.</summary>
    Listening,

    /// <summary>Connecting to its peer, or exchanging HELO with it.</summary>
    Connecting,

    /// <summary>Waiting until it connects again.</summary>
    Retrying,

    /// <summary>Passing messages on, with one peer or more.</summary>
    Connected,

    /// <summary>Ended as it should: stopped, by the termination message, or because the other side closed.</summary>
    Ended,

    /// <summary>Ended by an error.</summary>
    Failed,
}
