using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>The peer sends more messages a second than it may, and is read more slowly; told once a minute at the most.</summary>
public sealed record HeldUpEvent(int MessagesPerSecond) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 110;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "The peer sends more than {MessagesPerSecond} messages a second, and is read no faster than that";

    /// <inheritdoc/>
    protected internal override object?[] Values => [MessagesPerSecond];
}
