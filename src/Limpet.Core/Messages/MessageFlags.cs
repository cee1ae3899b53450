namespace Limpet.Core.Messages;

/// <summary>The flags of a message (kbus.md 3). The top 16 bits belong to the user and are carried untouched.</summary>
[Flags]
public enum MessageFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The message is a Request.</summary>
    WantAReply = 0x1,

    /// <summary>Set by KBUS on the replier's copy of a Request alone: this copy is yours to answer.</summary>
    WantYouToReply = 0x2,

    /// <summary>KBUS itself made the message. Cleared in what a user sends.</summary>
    Synthetic = 0x4,

    /// <summary>Goes to the front of each queue.</summary>
    Urgent = 0x8,

    /// <summary>Either every recipient has room, or the send waits until they have.</summary>
    AllOrWait = 0x100,

    /// <summary>Either every recipient has room, or the send fails.</summary>
    AllOrFail = 0x200,

    /// <summary>The bits that belong to the user.</summary>
    UserMask = 0xFFFF0000,
}
