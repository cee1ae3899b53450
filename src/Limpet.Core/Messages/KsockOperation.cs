namespace Limpet.Core.Messages;

/// <summary>The operations of a Ksock (kbus.md 4).</summary>
public enum KsockOperation
{
    /// <summary>open.</summary>
    Open,

    /// <summary>BIND.</summary>
    Bind,

    /// <summary>UNBIND.</summary>
    Unbind,

    /// <summary>REPLIER.</summary>
    FindReplier,

    /// <summary>write and SEND of a whole message, or SEND.</summary>
    Send,

    /// <summary>write.</summary>
    Write,

    /// <summary>DISCARD.</summary>
    Discard,

    /// <summary>NEXTMSG, with or without the reading of what it pops.</summary>
    Receive,

    /// <summary>read.</summary>
    Read,

    /// <summary>poll.</summary>
    Poll,

    /// <summary>KSOCKID, LENLEFT, LASTSENT, NUMMSGS, UNREPLIEDTO: what only asks.</summary>
    Query,

    /// <summary>MAXMSGS.</summary>
    MaxMessages,

    /// <summary>MSGONLYONCE.</summary>
    MessagesOnlyOnce,

    /// <summary>VERBOSE.</summary>
    Verbose,

    /// <summary>REPORTREPLIERBINDS.</summary>
    ReportReplierBinds,

    /// <summary>MAXMSGSIZE.</summary>
    MaxMessageSize,

    /// <summary>NEWDEVICE.</summary>
    NewDevice,
}
