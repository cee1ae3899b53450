using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>There is no connection, and it is tried again after a while.</summary>
/// <param name="Attempt">Which attempt that will be since there last was a link of use: 1, 2, ...</param>
/// <param name="Delay">How long until then.</param>
/// <param name="Reason">Why the last one failed, or how the link ended.</param>
public sealed record RetryingEvent(int Attempt, TimeSpan Delay, string Reason) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 105;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "Connecting again in {DelaySeconds} s (attempt {Attempt}): {Reason}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Math.Round(Delay.TotalSeconds, 3), Attempt, Reason];
}
