using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>A Ksock as <c>/proc/kbus/stats</c> shows it (kbus.md 7).</summary>
/// <param name="Id">Its id.</param>
/// <param name="ProcessId">The process that opened it.</param>
/// <param name="LastSent">The id of the last message it sent.</param>
/// <param name="Queued">Messages in its queue.</param>
/// <param name="MaxMessages">How many it may have.</param>
/// <param name="LeftToRead">Bytes left of the message it reads.</param>
/// <param name="Written">Bytes written of the message it writes.</param>
/// <param name="AwaitedReplies">Replies it awaits.</param>
/// <param name="UnansweredRequests">Requests it has popped and not answered.</param>
public sealed record KsockInfo(
    uint Id,
    int ProcessId,
    MessageId LastSent,
    int Queued,
    uint MaxMessages,
    int LeftToRead,
    int Written,
    int AwaitedReplies,
    int UnansweredRequests);
