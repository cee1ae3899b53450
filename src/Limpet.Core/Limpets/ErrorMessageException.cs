using Limpet.Core.Messages;

namespace Limpet.Core.Limpets;

/// <summary>A message from the other Limpet could not be delivered, and its sender is to be told (limpet.md 4 and 6).</summary>
public sealed class ErrorMessageException(KbusMessage answer)
    : LimpetException($"The message was not delivered; the other Limpet is to be sent the answer '{answer.Name}' in reply to {answer.InReplyTo}.")
{
    /// <summary>What to send the other Limpet.</summary>
    public KbusMessage Answer { get; } = answer;
}
