namespace Limpet.Core.Messages;

/// <summary>What a Ksock can be asked for without changing anything (kbus.md 4).</summary>
public enum KsockQuery
{
    /// <summary>LENLEFT: bytes left of the popped message.</summary>
    LengthLeft,

    /// <summary>LASTSENT: network in the upper 32 bits, serial in the lower.</summary>
    LastSent,

    /// <summary>NUMMSGS: messages queued and events set aside.</summary>
    QueuedMessages,

    /// <summary>UNREPLIEDTO: Requests popped and not answered.</summary>
    UnansweredRequests,
}
