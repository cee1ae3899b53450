using Limpet.Core.Limpets.Rules;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>A limit is reached, and what is over it does not pass; told once a minute at the most for each limit.</summary>
/// <param name="Limit">Which.</param>
/// <param name="Value">What it is: how many Requests or bindings, or how many bytes.</param>
public sealed record LimitReachedEvent(LimpetLimit Limit, long Value) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 111;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "The limit for {Limit} is reached, which is {Value}: {Consequence}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Limit, Value, Consequence];

    private string Consequence => Limit switch
    {
        LimpetLimit.Requests => "so many are unanswered beyond the link, and the oldest is answered ETIMEDOUT",
        LimpetLimit.Bindings => "so many repliers beyond the link are bound in proxy, and others are not bound",
        LimpetLimit.BindingBytes => "the names of the repliers beyond the link have so many bytes, and others are not bound",
        LimpetLimit.MessageSize => "a message has more bytes; such messages do not pass, and Requests among them are answered EMSGSIZE",
        _ => "what is over it does not pass",
    };
}
