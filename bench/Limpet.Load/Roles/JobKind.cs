namespace Limpet.Load.Roles;

/// <summary>What a process does in a scenario.</summary>
internal enum JobKind
{
    /// <summary>Nothing but what its buses and Limpets do.</summary>
    Idle,

    /// <summary>Sends announcements.</summary>
    Send,

    /// <summary>Listens for them.</summary>
    Listen,

    /// <summary>Asks Requests.</summary>
    Ask,

    /// <summary>Answers them.</summary>
    Reply,

    /// <summary>Sends and listens on an engine of its own.</summary>
    Engine,
}
