namespace Limpet.Core.Messages;

/// <summary>What sort of message one is (kbus.md 1 and 6).</summary>
public enum MessageKind
{
    /// <summary>A plain message to whoever listens.</summary>
    Announcement,

    /// <summary>A message that wants a Reply.</summary>
    Request,

    /// <summary>The answer to a Request.</summary>
    Reply,

    /// <summary>An answer that KBUS or a Limpet made because nobody else will: its name begins with <c>$.KBUS.</c>.</summary>
    Status,

    /// <summary>KBUS tells that a replier was bound or unbound.</summary>
    ReplierBindEvent,
}
