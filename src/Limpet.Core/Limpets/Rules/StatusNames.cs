using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>The names of the answers that a Limpet makes itself (limpet.md 3 and 4).</summary>
public static class StatusNames
{
    /// <summary>A Stateful Request finds no replier.</summary>
    public static readonly MessageName GoneAway = MessageName.Parse("$.KBUS.Replier.GoneAway");

    /// <summary>A Stateful Request finds another replier than it was meant for.</summary>
    public static readonly MessageName NotSameKsock = MessageName.Parse("$.KBUS.Replier.NotSameKsock");

    /// <summary>A Request came round to where it can go no further.</summary>
    public static readonly MessageName Loop = MessageName.Parse("$.KBUS.RemoteError.ELOOP");

    /// <summary>A Request repeats the id of one that is still unanswered.</summary>
    public static readonly MessageName Repeated = MessageName.Parse("$.KBUS.RemoteError.EALREADY");

    /// <summary>A Request waited unanswered while too many others came.</summary>
    public static readonly MessageName TimedOut = MessageName.Parse("$.KBUS.RemoteError.ETIMEDOUT");

    /// <summary>A Request's name may not pass.</summary>
    public static readonly MessageName NotAllowed = RemoteError(Errno.EACCES);

    /// <summary>A Request or Reply is longer than may pass.</summary>
    public static readonly MessageName TooLong = RemoteError(Errno.EMSGSIZE);

    /// <summary>The name of a Request or Reply is too long once the prefix stands in front.</summary>
    public static readonly MessageName NameTooLong = RemoteError(Errno.ENAMETOOLONG);

    /// <summary>What KBUS says in place of unbind events that it had no room for (kbus.md 6).</summary>
    public static readonly MessageName UnbindEventsLost = MessageName.Parse("$.KBUS.UnbindEventsLost");

    /// <summary>KBUS on the other side refused a message, with that errno.</summary>
    public static MessageName RemoteError(Errno errno) => MessageName.Parse($"$.KBUS.RemoteError.{errno}");
}
