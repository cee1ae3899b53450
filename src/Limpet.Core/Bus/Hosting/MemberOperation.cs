namespace Limpet.Core.Bus.Hosting;

/// <summary>What a member asks of the process that hosts a bus. The numbers are part of the protocol; new ones are added at the end.</summary>
internal enum MemberOperation : byte
{
    /// <summary>First on a connection: version, flags; opens a Ksock. Answer: id, token.</summary>
    Open = 1,

    /// <summary>First on a further connection: version, Ksock id, token; it will wait for that Ksock.</summary>
    Attach = 2,

    /// <summary>Kind, name.</summary>
    Bind = 3,

    /// <summary>Kind, name.</summary>
    Unbind = 4,

    /// <summary>Name. Answer: Ksock id.</summary>
    FindReplier = 5,

    /// <summary>A message. Answer: its id.</summary>
    Send = 6,

    /// <summary>Answer: a message, or nothing.</summary>
    TryReceive = 7,

    /// <summary>Answer: events.</summary>
    Poll = 8,

    /// <summary>Bytes.</summary>
    Write = 9,

    /// <summary>Whether name and data of a pointy message follow. Answer: whether they are wanted, and where they stand; or the message's id.</summary>
    SendWritten = 10,

    /// <summary>DISCARD.</summary>
    Discard = 11,

    /// <summary>Answer: length.</summary>
    NextMessage = 12,

    /// <summary>How many bytes. Answer: the bytes.</summary>
    Read = 13,

    /// <summary>Which. Answer: u64.</summary>
    Query = 14,

    /// <summary>Which, value. Answer: value.</summary>
    Set = 15,

    /// <summary>Answer: number.</summary>
    NewDevice = 16,

    /// <summary>On an attached connection: how many at the most. Answered when there are messages, or by Cancel with none.</summary>
    Receive = 17,

    /// <summary>On an attached connection: events wanted. Answered when there are some, or by Cancel with none.</summary>
    Wait = 18,

    /// <summary>Ends a Receive, Wait or WaitToSend that has not been answered; has no answer of its own.</summary>
    Cancel = 19,

    /// <summary>Closes the Ksock, as the connection's end does; answered when that is done.</summary>
    Close = 20,

    /// <summary>On an attached connection: answered when the send that waits has gone or been refused, with its errno; or by Cancel with EAGAIN.</summary>
    WaitToSend = 21,

    /// <summary>
    /// First on a connection that opens no Ksock, with Bindings and Ksocks alone: version. Answer: served as a device, MAXMSGSIZE, next Ksock id, next serial,
    /// events set aside.
    /// </summary>
    Inspect = 22,

    /// <summary>After Inspect, until none are given. Answer: how many; of each, newest first: Ksock id, process id, kind, name.</summary>
    Bindings = 23,

    /// <summary>
    /// After Inspect, until none are given. Answer: how many; of each, in order of opening: id, process id, id last sent, queued, maximum, bytes left to read, bytes
    /// written, awaited Replies, unanswered Requests.
    /// </summary>
    Ksocks = 24,

    /// <summary>
    /// How many, and the messages. Answer: how many were tried, and the errno of each; where those are not all, the last of them waits to be sent (EAGAIN).
    /// </summary>
    SendMany = 25,

    /// <summary>Whether listener bindings of the Ksock hear what is sent on it: 1, or 0.</summary>
    HearsItself = 26,

    /// <summary>The id of a send that waited. Gives it up where it still does, and is answered EAGAIN then; otherwise with what became of it.</summary>
    GiveUp = 27,
}
