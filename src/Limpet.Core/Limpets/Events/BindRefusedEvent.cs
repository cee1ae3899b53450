using Limpet.Core.Messages;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>KBUS refused a binding that came over the link.</summary>
/// <param name="Name">The name that was to be bound.</param>
/// <param name="Errno">Why it was refused.</param>
public sealed record BindRefusedEvent(MessageName Name, Errno Errno) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 205;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "KBUS refused to bind {Name} in proxy ({Errno})";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Name, Errno];
}
