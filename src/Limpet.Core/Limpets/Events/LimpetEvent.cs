using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>Something that happened to a Limpet, as it tells its user and its log. docs/events.md lists them all.</summary>
public abstract record LimpetEvent
{
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>Which link of the Limpet it happened to: 1, 2, ... as they came; 0 for what concerns the Limpet as a whole.</summary>
    public int Link { get; internal set; }

    /// <summary>
    /// What tells this sort of event from all others in a log, for ever: 100 and up for the life of a link, 200 and up for bindings, 300 and up for
    /// messages, 900 and up for faults of the program around it. An id is never given to anything else.
    /// </summary>
    public abstract int EventId { get; }

    /// <summary>How it is logged; <see cref="LogEventLevel.Debug"/> for what comes with every message.</summary>
    public virtual LogEventLevel Level => Verbosity >= 2 ? LogEventLevel.Debug : LogEventLevel.Information;

    /// <summary>From which verbosity on it is told (limpet.md 6): 1, or 2 for what comes with every message.</summary>
    public virtual int Verbosity => 1;

    /// <summary>What sort of event, in one word.</summary>
    public string Kind => GetType().Name[..^"Event".Length];

    /// <summary>The event in one line.</summary>
    public string Text => EventTemplate.Of(MessageTemplate).Render(Values);

    /// <summary>The sentence that it is told and logged by, the same for every event of this sort, with a <c>{Hole}</c> for each value.</summary>
    protected internal abstract string MessageTemplate { get; }

    /// <summary>What stands in the holes, in their order.</summary>
    protected internal abstract object?[] Values { get; }

    /// <summary>The exception that a log shows whole, where one says more than the sentence does.</summary>
    protected internal virtual Exception? Fault => null;

    /// <summary>The event in one line.</summary>
    public sealed override string ToString() => Text;
}
