namespace Limpet.Core.Limpets.Rules;

/// <summary>Why a message goes no further (limpet.md 3 and 4).</summary>
public enum DropReason
{
    /// <summary>It is not dropped.</summary>
    None,

    /// <summary>We put it on our bus ourselves (3, rule 2).</summary>
    OwnMessage,

    /// <summary>It tells of a binding of our own (3, rule 3).</summary>
    OwnBinding,

    /// <summary>It comes from the pair's bus (3, rule 5).</summary>
    FromPair,

    /// <summary>It left through us and came back by another way (3, rule 6), or comes from a third bus and has passed the link already.</summary>
    Loop,

    /// <summary>What listeners beyond the link heard of a Request that passed it to be answered there, sent back by an original.</summary>
    SentBack,

    /// <summary>A Reply or Status for somebody else on our bus (3, rule 8).</summary>
    OverheardReply,

    /// <summary>It bears the name of a ReplierBindEvent and is none: KBUS did not send it, or its data says nothing.</summary>
    ImitatedBindEvent,

    /// <summary>KBUS tells that it lost unbind events, which is about our bus alone.</summary>
    UnbindEventsLost,

    /// <summary>A Request whose id is that of another one that is still unanswered; it is answered EALREADY.</summary>
    RepeatedRequest,

    /// <summary>A Request that waited unanswered while too many others came; it is answered ETIMEDOUT.</summary>
    TooManyRequests,

    /// <summary>A Reply to network 0 came over the link: an original's echo (4).</summary>
    EchoedReply,

    /// <summary>A Reply came over the link to a Request that we do not remember: a listener's copy (4).</summary>
    UnknownRequest,

    /// <summary>An unbind came over the link for what we do not hold (4).</summary>
    UnknownBinding,

    /// <summary>A bind came over the link and we hold too many names already.</summary>
    TooManyBindings,

    /// <summary>Its name, or that of the replier it tells of, may not leave our bus; a Request is answered EACCES.</summary>
    NotExported,

    /// <summary>Its name, or that of the replier it tells of, may not enter our bus; a Request is answered EACCES.</summary>
    NotImported,

    /// <summary>It is longer than may pass; a Request is answered EMSGSIZE, and in place of a Reply goes that answer.</summary>
    TooLong,

    /// <summary>Its name is too long once the prefix stands in front; a Request is answered ENAMETOOLONG, and in place of a Reply goes that answer.</summary>
    NameTooLong,
}
