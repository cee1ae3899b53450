using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>A message was passed on.</summary>
public sealed record MessagePassedEvent(KbusMessage Message, bool ToLink) : LimpetEvent
{
    /// <inheritdoc/>
    public override int Verbosity => 2;

    /// <inheritdoc/>
    public override string Text => $"{(ToLink ? "KBUS -> Limpet" : "Limpet -> KBUS")}: {Message}";
}
