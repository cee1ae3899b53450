using Limpet.Core.Limpets.Rules;

namespace Limpet.Core.Limpets.Events;

/// <summary>A limit is reached, and what is over it does not pass; told once a minute at the most for each limit.</summary>
public sealed record LimitReachedEvent(LimpetLimit Limit, long Value) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => Limit switch
    {
        LimpetLimit.Requests => $"{Value} Requests are unanswered beyond the link, which is the most; the oldest is answered ETIMEDOUT",
        LimpetLimit.Bindings => $"{Value} repliers beyond the link are bound in proxy, which is the most; others are not bound",
        LimpetLimit.BindingBytes => $"The repliers beyond the link that are bound in proxy have names of {Value} bytes, which is the most; others are not bound",
        LimpetLimit.MessageSize => $"A message is longer than {Value} bytes, which is the most; such messages do not pass, and Requests among them are answered EMSGSIZE",
        _ => $"The limit {Limit} of {Value} is reached",
    };
}
