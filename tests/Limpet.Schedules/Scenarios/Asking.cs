using System.Text;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>Those who ask and those who answer. A Request that was taken is answered once, by what was asked or by a Status, however often repliers unbind and close.</summary>
internal sealed class Asking(Round round, int repliers, int each, Action hasAll, CancellationToken over)
{
    /// <summary>Begins both, spread over the buses.</summary>
    public static void Begin(Round round, Bus[] buses, int repliers, int askers, int each)
    {
        var over = new CancellationTokenSource();
        var asking = askers;
        var all = new Asking(round, repliers, each, HasAll, over.Token);
        for (var i = 0; i < repliers; i++)
        {
            var (bus, name) = (buses[i % buses.Length], $"$.Ask.{i}");
            round.Start($"replier of {name}", who => all.Reply(who, bus, name));
        }

        for (var i = 0; i < askers; i++)
        {
            var bus = buses[i % buses.Length];
            round.Start($"asker {i + 1}", who => all.Ask(who, bus));
        }

        void HasAll()
        {
            if (Interlocked.Decrement(ref asking) == 0)
            {
                over.Cancel();
            }
        }
    }

    private void Reply(Participant who, Bus bus, string name)
    {
        while (!over.IsCancellationRequested && !round.IsEnding)
        {
            who.Doing = $"opens a Ksock for {name}";
            using var ksock = bus.Open(who.Random);
            WhenToldOf(() => ksock.Bind(name, BindingKind.Replier));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(over);
            for (var left = who.Random.Next(1, 20); left > 0; left--)
            {
                who.Doing = $"waits for a Request; {left} are left on this Ksock";
                KbusMessage request;
                try
                {
                    request = ksock.Receive(patience.Token);
                }
                catch (OperationCanceledException)
                {
                    break;
                }

                who.Dawdle();
                if (!Answer(who, ksock, request))
                {
                    // Closing answers it.
                    patience.CancelAfter(who.Random.Next(10));
                }

                if (who.Random.Next(6) == 0)
                {
                    who.Doing = $"unbinds {name} and binds it again";
                    WhenToldOf(() => ksock.Unbind(name, BindingKind.Replier));
                    who.Dawdle();
                    WhenToldOf(() => ksock.Bind(name, BindingKind.Replier));
                }
            }
        }
    }

    // A Limpet with a full queue listens for bind events, and has room again soon. One that has just come back may hold the name in proxy for the link that it
    // had before, until it hears that that is gone.
    private void WhenToldOf(Action binding)
    {
        while (true)
        {
            try
            {
                binding();
                return;
            }
            catch (KbusException e) when (e.Errno == Errno.EAGAIN || (e.Errno == Errno.EADDRINUSE && round.LinksBreak))
            {
                Thread.Sleep(1);
            }
        }
    }

    // One in eight is left to KBUS to answer.
    private static bool Answer(Participant who, IKsock ksock, KbusMessage request)
    {
        if (!request.WantsYouToReply)
        {
            who.Round.Break($"{who.Name} got {request}, which is no Request to it");
            return true;
        }

        if (who.Random.Next(8) == 0)
        {
            return false;
        }

        // The asker has kept a place for it.
        var error = ksock.TrySend(KbusMessage.ReplyTo(request, request.Data), out _);
        var mayBeGone = error == Errno.EADDRNOTAVAIL && who.Round.LinksBreak;
        if (error is not (Errno.None or Errno.ENODEV) && !mayBeGone && !who.Round.IsEnding)
        {
            who.Round.Break($"the Reply to {request} was refused with {error}");
        }

        return true;
    }

    private void Ask(Participant who, Bus bus)
    {
        using var ksock = bus.Open(who.Random);
        var open = new Dictionary<MessageId, string>();
        for (var asked = 0; asked < each || open.Count > 0;)
        {
            if (asked < each)
            {
                who.Doing = $"asks; {asked} asked, {open.Count} open";
                var text = $"{who.Name}: {asked}";
                var error = ksock.TrySend(KbusMessage.Request($"$.Ask.{who.Random.Next(repliers)}", text), out var id);
                switch (error)
                {
                    case Errno.None:
                        open.Add(id, text);
                        asked++;
                        break;
                    case Errno.EADDRNOTAVAIL or Errno.EBUSY or Errno.ENOLCK:
                        break;
                    default:
                        throw new KbusException(error, KsockOperation.Send, 0);
                }
            }

            using var patience = who.LosePatience();
            who.Doing = $"waits for an answer; {asked} asked, {open.Count} open, the oldest {open.Keys.FirstOrDefault()}";
            try
            {
                while (open.Count > (asked < each ? 4 : 0))
                {
                    Take(who, ksock.Receive(patience.Token), open);
                }

                while (ksock.TryReceive() is { } answer)
                {
                    Take(who, answer, open);
                }
            }
            catch (OperationCanceledException)
            {
                // Once more.
            }

            who.Dawdle();
        }

        hasAll();
    }

    private static void Take(Participant who, KbusMessage answer, Dictionary<MessageId, string> open)
    {
        if (!open.Remove(answer.InReplyTo, out var asked))
        {
            who.Round.Break($"{who.Name} got {answer}, which answers what it has not asked, or what was answered");
        }
        else if (!answer.Name.IsReserved && Encoding.ASCII.GetString(answer.Data.Span) != asked)
        {
            who.Round.Break($"{who.Name} asked '{asked}' and got {answer}");
        }
    }
}
