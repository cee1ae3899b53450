using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Events;

/// <summary>KBUS refused a message or a binding that came over the link.</summary>
public sealed record MessageRefusedEvent(MessageName Name, KbusMessage? Message, Errno Errno) : LimpetEvent
{
    /// <inheritdoc/>
    public override string Text => Message is null ? $"KBUS refused to bind {Name} in proxy ({Errno})" : $"KBUS refused {Message} ({Errno})";
}
