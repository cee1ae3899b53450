using Limpet.Core.Messages;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>KBUS refused a message that came over the link.</summary>
/// <param name="Message">The message.</param>
/// <param name="Errno">Why it was refused.</param>
public sealed record MessageRefusedEvent(KbusMessage Message, Errno Errno) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 303;

    /// <inheritdoc/>
    public override LogEventLevel Level => LogEventLevel.Warning;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "KBUS refused {Message} ({Errno})";

    /// <inheritdoc/>
    protected internal override object?[] Values => [Message, Errno];
}
