namespace Limpet.Core.Limpets.Events;

/// <summary>Something that happened to a Limpet, as it tells its user.</summary>
public abstract record LimpetEvent
{
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>From which verbosity on it is told (limpet.md 6): 1, or 2 for what comes with every message.</summary>
    public virtual int Verbosity => 1;

    /// <summary>What sort of event, in one word.</summary>
    public string Kind => GetType().Name[..^"Event".Length];

    /// <summary>The event in one line.</summary>
    public abstract string Text { get; }

    /// <summary>The event in one line.</summary>
    public sealed override string ToString() => Text;
}
