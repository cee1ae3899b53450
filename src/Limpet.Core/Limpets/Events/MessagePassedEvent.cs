using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A message was passed on.</summary>
public sealed record MessagePassedEvent(KbusMessage Message, bool ToLink) : LimpetEvent
{
    /// <inheritdoc/>
    public override int EventId => 301;

    /// <inheritdoc/>
    public override int Verbosity => 2;

    /// <inheritdoc/>
    protected internal override string MessageTemplate => "{Direction}: {Message}";

    /// <inheritdoc/>
    protected internal override object?[] Values => [ToLink ? "KBUS -> Limpet" : "Limpet -> KBUS", Message];
}
