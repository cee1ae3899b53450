using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <content>From KBUS to the other Limpet (limpet.md 3).</content>
public sealed partial class LimpetRules
{
    /// <summary>Says what to do with a message read from our Ksock.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">The time, from whatever beginning, of a clock that does not jump.</param>
    /// <param name="actions">Where what is to be done is added.</param>
    public void FromKbus(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (message.Name == _options.TerminationMessage)
        {
            actions.Add(new LimpetAction(LimpetActionKind.End, message));
        }
        else if (message.From == _options.KsockId && !IsStatusForUs(message))
        {
            DropOwn(message, actions);
        }
        else if (message.Name == MessageName.ReplierBindEvent)
        {
            TellPairOfBinding(message, now, actions);
        }
        else if (message.Name == StatusNames.UnbindEventsLost && IsFromKbus(message))
        {
            actions.Add(LimpetAction.Drop(message, DropReason.UnbindEventsLost));
            CatchUpWithUnbinds(message, now, actions);
        }
        else if (message.Id.Network == _options.PairNetworkId)
        {
            DropRound(message, DropReason.FromPair, actions);
        }
        else if (message.Id.Network == _options.NetworkId)
        {
            DropRound(message, DropReason.Loop, actions);
            TellOfLoop(message, now, actions);
        }
        else if (message.IsReply && message.To != _options.KsockId)
        {
            actions.Add(LimpetAction.Drop(message, DropReason.OverheardReply));
        }
        else
        {
            PassOn(message, now, actions);
        }
    }

    // What KBUS itself says to us (that the pair's Request was Unbound, say, when it stood in our own queue) may bear our own Ksock as its replier.
    private bool IsStatusForUs(KbusMessage message) => message.IsReply && message.To == _options.KsockId && IsSynthetic(message);

    private static bool IsSynthetic(KbusMessage message) => (message.Flags & MessageFlags.Synthetic) != 0;

    private static bool IsFromKbus(KbusMessage message) => message.From == 0 && IsSynthetic(message);

    // Rule 2. A Request of the pair's that came back to us in proxy would never be answered by anybody.
    private void DropOwn(KbusMessage message, ICollection<LimpetAction> actions)
    {
        actions.Add(LimpetAction.Drop(message, DropReason.OwnMessage));
        if (message.IsRequest && message.WantsYouToReply)
        {
            var asker = message.OrigFrom.Network == _options.PairNetworkId ? message.OrigFrom.Local : 0;
            actions.Add(LimpetAction.SendToLink(AnswerTo(message with { From = asker }, StatusNames.Loop)));
            actions.Add(LimpetAction.SendToKbus(AnswerTo(message, StatusNames.Loop)));
        }
    }

    // Rules 5 and 6. Who asked is another Limpet on our bus, so the answer goes there and not over the link.
    private static void DropRound(KbusMessage message, DropReason reason, ICollection<LimpetAction> actions)
        => Stop(message, reason, StatusNames.Loop, actions, LimpetAction.SendToKbus);

    // Rule 3, and what the pair is to know of our repliers.
    private void TellPairOfBinding(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (!IsFromKbus(message) || !ReplierBindEvent.TryRead(message.Data.Span, bigEndian: false, out var bindEvent, out _))
        {
            // One that answers us is awaited beyond, under whatever name.
            if (message.IsReply && message.To == _options.KsockId)
            {
                actions.Add(LimpetAction.SendToLink(Ours(message with { Data = default }, StatusNames.RemoteError(Errno.EBADMSG))));
            }

            // One that is a Request came because the pair holds a wildcard that takes in even this name, so nobody else will answer.
            Stop(message, DropReason.ImitatedBindEvent, StatusNames.RemoteError(Errno.EBADMSG), actions, LimpetAction.SendToKbus);
        }
        else if (bindEvent.Binder == _options.KsockId)
        {
            actions.Add(LimpetAction.Drop(message, DropReason.OwnBinding));
        }
        else
        {
            Announce(message, bindEvent, actions);
            if (!bindEvent.IsBind)
            {
                TakeUpWish(bindEvent.Name, now, actions);
            }
        }
    }

    private void PassOn(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (message.IsReply)
        {
            PassOnReply(message, now, actions);
            return;
        }

        if (!MayLeave(message, now, actions))
        {
            return;
        }

        if (NameOnLink(message) is not { } name)
        {
            Stop(message, DropReason.NameTooLong, StatusNames.NameTooLong, actions, LimpetAction.SendToKbus);
            return;
        }

        if (HasComeRound(message, leaves: true, now, actions))
        {
            return;
        }

        if (message.IsRequest && !message.WantsYouToReply)
        {
            // Rule 7: overheard, for listeners beyond.
            message = message with { Flags = message.Flags & ~MessageFlags.WantAReply };
        }
        else if (message.IsRequest && !Remember(message, now, actions))
        {
            return;
        }

        actions.Add(LimpetAction.SendToLink(Ours(message, name)));
    }

    private void PassOnReply(KbusMessage reply, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (IsReplyTooLong(reply, now, actions))
        {
            actions.Add(LimpetAction.SendToLink(Ours(reply with { Data = default }, StatusNames.TooLong)));
        }
        else if (NameOnLink(reply) is { } name)
        {
            actions.Add(LimpetAction.SendToLink(Ours(reply, name)));
        }
        else
        {
            actions.Add(LimpetAction.Drop(reply, DropReason.NameTooLong));
            actions.Add(LimpetAction.SendToLink(Ours(reply with { Data = default }, StatusNames.NameTooLong)));
        }
    }

    // Rule 4.
    private bool Remember(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (!_requests.TryAdd(message.Id, new RememberedRequest(message.From, message.To)))
        {
            // Buses beyond that bear one network id between them: which of the two an answer is for, nobody could tell.
            actions.Add(LimpetAction.Drop(message, DropReason.RepeatedRequest));
            actions.Add(LimpetAction.SendToKbus(AnswerTo(message, StatusNames.Repeated)));
            return false;
        }

        while (_requests.TryTakeExcess(out var id, out var oldest))
        {
            var answer = new KbusMessage(StatusNames.TimedOut) { To = oldest.From, InReplyTo = id.Value };
            actions.Add(LimpetAction.Drop(answer, DropReason.TooManyRequests));
            actions.Add(LimpetAction.SendToKbus(answer));
            TellOfLimit(LimpetLimit.Requests, _options.MostRequests, now, actions);
        }

        return true;
    }

    // Rule 9, and the name that it has on the link.
    private KbusMessage Ours(KbusMessage message, MessageName name)
    {
        var id = message.Id.Network == 0 ? message.Id with { Network = _options.NetworkId } : message.Id;
        var origFrom = message.OrigFrom.Network == 0 ? new OriginId(_options.NetworkId, message.From) : message.OrigFrom;
        return message with { Id = id, OrigFrom = origFrom, Name = name };
    }
}
