namespace Limpet.Load;

/// <summary>Which process hosts a bus that several share.</summary>
internal enum BusHostKind
{
    /// <summary>The one that sends, or asks.</summary>
    Sender,

    /// <summary>The one that listens, or replies.</summary>
    Listener,

    /// <summary>One that does nothing else.</summary>
    Other,
}
