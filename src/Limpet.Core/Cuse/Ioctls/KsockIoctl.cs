namespace Limpet.Core.Cuse.Ioctls;

/// <summary>The 18 ioctls of a Ksock by their numbers (kbus.md 4).</summary>
internal enum KsockIoctl
{
    None = 0,
    Reset = 1,
    Bind = 2,
    Unbind = 3,
    KsockId = 4,
    Replier = 5,
    NextMessage = 6,
    LengthLeft = 7,
    Send = 8,
    Discard = 9,
    LastSent = 10,
    MaxMessages = 11,
    QueuedMessages = 12,
    UnansweredRequests = 13,
    MessagesOnlyOnce = 14,
    Verbose = 15,
    NewDevice = 16,
    ReportReplierBinds = 17,
    MaxMessageSize = 18,
}
