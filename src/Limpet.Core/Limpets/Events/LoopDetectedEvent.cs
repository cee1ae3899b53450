using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>The buses form a loop; told once a minute at the most.</summary>
public sealed record LoopDetectedEvent(KbusMessage Message) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => $"The buses form a loop, or two of them bear network id {Message.Id.Network}: {Message} seems to have left through this Limpet and come back by another way; such messages are dropped";
}
