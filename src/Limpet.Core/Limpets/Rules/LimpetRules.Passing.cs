using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Limpets.Rules;

/// <content>
/// What may pass at all: by its name, as our bus has it; by its size; and whether it has come round a loop. Replies are stopped by none of these but their
/// size, since somebody waits for them.
/// </content>
public sealed partial class LimpetRules
{
    private readonly LoopGuard _guard;

    // What leaves must be exported. A Request for a replier beyond must be allowed to enter besides, as that replier's binding was.
    private bool MayLeave(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
        => MayPass(message, NameFault(message, _options.Export, DropReason.NotExported, _options.Import, DropReason.NotImported), now, actions, LimpetAction.SendToKbus);

    // What enters must be imported. A Request for a replier of ours must be allowed to leave besides, as that replier's binding was.
    private bool MayEnter(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
        => MayPass(message, NameFault(message, _options.Import, DropReason.NotImported, _options.Export, DropReason.NotExported), now, actions, LimpetAction.SendToLink);

    private static DropReason NameFault(KbusMessage message, NameFilter here, DropReason notHere, NameFilter forRepliers, DropReason notForRepliers)
        => !here.Passes(message.Name) ? notHere
            : message.IsRequest && message.WantsYouToReply && !forRepliers.Passes(message.Name) ? notForRepliers
            : DropReason.None;

    private bool MayPass(KbusMessage message, DropReason nameFault, TimeSpan now, ICollection<LimpetAction> actions, Func<KbusMessage, LimpetAction> answer)
    {
        if (nameFault != DropReason.None)
        {
            Stop(message, nameFault, StatusNames.NotAllowed, actions, answer);
            return false;
        }

        if (IsTooLong(message))
        {
            Stop(message, DropReason.TooLong, StatusNames.TooLong, actions, answer);
            TellOfLimit(LimpetLimit.MessageSize, _options.MostMessageSize, now, actions);
            return false;
        }

        return true;
    }

    private bool HasComeRound(KbusMessage message, bool leaves, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (_guard.IsSentBack(message, leaves, now))
        {
            actions.Add(LimpetAction.Drop(message, DropReason.SentBack));
            return true;
        }

        if (!_guard.HasComeRound(message, leaves, now))
        {
            return false;
        }

        Stop(message, DropReason.Loop, StatusNames.Loop, actions, leaves ? LimpetAction.SendToKbus : LimpetAction.SendToLink);
        TellOfLoop(message, now, actions);
        return true;
    }

    // A Request is answered to where it came from.
    private static void Stop(KbusMessage message, DropReason reason, MessageName status, ICollection<LimpetAction> actions, Func<KbusMessage, LimpetAction> answer)
    {
        actions.Add(LimpetAction.Drop(message, reason));
        if (message.IsRequest && message.WantsYouToReply)
        {
            actions.Add(answer(AnswerTo(message, status)));
        }
    }

    // In place of a Reply that cannot pass goes one that can, since somebody waits for it.
    private bool IsReplyTooLong(KbusMessage reply, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (!IsTooLong(reply))
        {
            return false;
        }

        actions.Add(LimpetAction.Drop(reply, DropReason.TooLong));
        TellOfLimit(LimpetLimit.MessageSize, _options.MostMessageSize, now, actions);
        return true;
    }

    private bool IsTooLong(KbusMessage message) => _options.MostMessageSize != 0 && MemoryLayout.Native.EntireLength(message) > _options.MostMessageSize;
}
