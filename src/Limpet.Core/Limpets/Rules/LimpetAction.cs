using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <summary>One thing that is to be done, in its order.</summary>
/// <param name="Kind">What.</param>
/// <param name="Message">With which message; null for a binding.</param>
/// <param name="Name">With which name, for a binding.</param>
/// <param name="Reason">Why it is dropped.</param>
/// <param name="Errno">Why it was refused.</param>
/// <param name="Limit">Which limit is reached.</param>
/// <param name="Value">How much it allows.</param>
public readonly record struct LimpetAction(
    LimpetActionKind Kind,
    KbusMessage? Message = null,
    MessageName? Name = null,
    DropReason Reason = DropReason.None,
    Errno Errno = Errno.None,
    LimpetLimit Limit = LimpetLimit.None,
    long Value = 0)
{
    internal static LimpetAction SendToLink(KbusMessage message) => new(LimpetActionKind.SendToLink, message);

    internal static LimpetAction SendToKbus(KbusMessage message) => new(LimpetActionKind.SendToKbus, message);

    internal static LimpetAction Drop(KbusMessage message, DropReason reason) => new(LimpetActionKind.Drop, message, Reason: reason);
}
