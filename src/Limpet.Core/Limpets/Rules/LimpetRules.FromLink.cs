using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Rules;

/// <content>From the other Limpet to KBUS (limpet.md 4).</content>
public sealed partial class LimpetRules
{
    // Of a Reply's flags go on those that are its sender's own affair. ALL_OR_WAIT and ALL_OR_FAIL do not: who asked must not go without because a listener is full.
    private const MessageFlags KeptOfReply = MessageFlags.UserMask | MessageFlags.Urgent;

    /// <summary>Says what to do with a message that came over the link.</summary>
    /// <param name="message">The message; the data of a ReplierBindEvent is in native byte order.</param>
    /// <param name="now">As in <see cref="FromKbus"/>.</param>
    /// <param name="actions">Where what is to be done is added.</param>
    public void FromLink(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        message = AsNamedHere(message);
        if (message.IsReply)
        {
            Deliver(message, now, actions);
        }
        else if (message.Name == MessageName.ReplierBindEvent)
        {
            Proxy(message, now, actions);
        }
        else if (MayEnter(message, now, actions) && !HasComeRound(message, leaves: false, now, actions))
        {
            PutOnBus(message, actions);
        }
    }

    /// <summary>Says what to do when KBUS refuses what it was to be sent.</summary>
    /// <param name="message">The message, as the rules gave it.</param>
    /// <param name="errno">Why.</param>
    /// <param name="actions">Where what is to be done is added.</param>
    public void Refused(KbusMessage message, Errno errno, ICollection<LimpetAction> actions)
    {
        if (message.IsReply)
        {
            actions.Add(new LimpetAction(LimpetActionKind.Refused, message, Errno: errno));
            if (errno is not (Errno.EADDRNOTAVAIL or Errno.ECONNREFUSED) && !IsRemoteError(message))
            {
                // Who asked still waits, and we have forgotten it: the Reply is too long for this bus, say.
                actions.Add(LimpetAction.SendToKbus(new KbusMessage(StatusNames.RemoteError(errno)) { To = message.To, InReplyTo = message.InReplyTo }));
            }
        }
        else if (message.IsRequest && errno == Errno.EPIPE && NextReplier(message) is { } next)
        {
            actions.Add(LimpetAction.SendToKbus(message with { To = next }));
        }
        else if (message.IsRequest)
        {
            actions.Add(new LimpetAction(LimpetActionKind.Refused, message, Errno: errno));
            var status = errno == Errno.EPIPE && IsLastBus(message) ? StatusNames.NotSameKsock : StatusNames.RemoteError(errno);
            actions.Add(LimpetAction.SendToLink(AnswerTo(message, status)));
        }
        else
        {
            actions.Add(new LimpetAction(LimpetActionKind.Refused, message, Errno: errno));
        }
    }

    private void PutOnBus(KbusMessage message, ICollection<LimpetAction> actions)
    {
        if (message.IsRequest && !message.WantsYouToReply)
        {
            // Overheard on the other side and answered there.
            actions.Add(LimpetAction.SendToKbus(message with { Flags = message.Flags & ~MessageFlags.WantAReply }));
        }
        else if (message.IsStatefulRequest)
        {
            AskSameReplier(message, actions);
        }
        else
        {
            actions.Add(LimpetAction.SendToKbus(message));
        }
    }

    private static bool IsRemoteError(KbusMessage message) => message.Name.Value.StartsWith("$.KBUS.RemoteError.", StringComparison.Ordinal);

    private void Deliver(KbusMessage message, TimeSpan now, ICollection<LimpetAction> actions)
    {
        if (message.InReplyTo.Network == 0)
        {
            actions.Add(LimpetAction.Drop(message, DropReason.EchoedReply));
            return;
        }

        var request = message.InReplyTo.Network == _options.NetworkId ? message.InReplyTo with { Network = 0 } : message.InReplyTo;
        if (!_requests.TryTake(request, out var asked))
        {
            actions.Add(LimpetAction.Drop(message, DropReason.UnknownRequest));
            return;
        }

        if (IsReplyTooLong(message, now, actions))
        {
            message = message with { Name = StatusNames.TooLong, Data = default };
        }

        actions.Add(LimpetAction.SendToKbus(new KbusMessage(message.Name, message.Data)
        {
            InReplyTo = request,
            To = asked.From,
            OrigFrom = message.OrigFrom,
            Flags = message.Flags & KeptOfReply,
        }));
    }

    private void AskSameReplier(KbusMessage message, ICollection<LimpetAction> actions)
    {
        if (message.FinalTo.Network == _options.NetworkId)
        {
            message = message with { FinalTo = message.FinalTo with { Network = 0 } };
        }

        var repliers = Repliers(message.Name);
        if (repliers.Count == 0)
        {
            actions.Add(LimpetAction.SendToLink(AnswerTo(message, StatusNames.GoneAway)));
        }
        else if (!IsLastBus(message))
        {
            actions.Add(LimpetAction.SendToKbus(message with { To = repliers[0] }));
        }
        else if (repliers.Contains(message.FinalTo.Local))
        {
            actions.Add(LimpetAction.SendToKbus(message with { To = message.FinalTo.Local }));
        }
        else
        {
            actions.Add(LimpetAction.SendToLink(AnswerTo(message, StatusNames.NotSameKsock)));
        }
    }

    // {0,0} is no final_to: the sender knew of no Ksock beyond the Limpet, so that any replier there is the one it means.
    private static bool IsLastBus(KbusMessage message) => message.FinalTo.Network == 0 && message.FinalTo.Local != 0;

    private List<uint> Repliers(MessageName name)
    {
        var repliers = new List<uint>();
        foreach (var candidate in ReplierCandidates.Of(name))
        {
            var replier = _options.FindReplier(candidate);
            if (replier != 0 && !repliers.Contains(replier))
            {
                repliers.Add(replier);
            }
        }

        return repliers;
    }

    // KBUS says EPIPE when 'to' is not the replier it chose itself: among wildcards that is the newest binding, which cannot be asked for. So each is tried.
    private uint? NextReplier(KbusMessage message)
    {
        if (IsLastBus(message) || !message.IsStatefulRequest)
        {
            return null;
        }

        var repliers = Repliers(message.Name);
        var next = repliers.IndexOf(message.To) + 1;
        return next > 0 && next < repliers.Count ? repliers[next] : null;
    }
}
