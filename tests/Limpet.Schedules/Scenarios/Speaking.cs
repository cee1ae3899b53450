using System.Globalization;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>Speakers who wait for room with each message, and on whose own Ksocks another thread listens to the other speakers.</summary>
internal static class Speaking
{
    /// <summary>Has one speak under each name.</summary>
    public static void BeginBoth(Round round, Bus bus, string[] names, int each)
    {
        var ksocks = names.Select(_ => bus.Open(round.Random)).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            ksocks[i].MaxMessages((uint)round.Random.Next(1, 6));
            foreach (var other in names.Where(name => name != names[i]))
            {
                ksocks[i].Bind(other, BindingKind.Listener);
            }
        }

        for (var i = 0; i < names.Length; i++)
        {
            var (ksock, name) = (ksocks[i], names[i]);
            var done = new CountdownEvent(2);
            round.Start($"speaker of {name}", who =>
            {
                Speak(who, ksock, name, each);
                Leave(ksock, done);
            });
            round.Start($"listener beside {name}", who =>
            {
                Hear(who, ksock, [.. names.Where(other => other != name)], each);
                Leave(ksock, done);
            });
        }
    }

    /// <summary>Has one speak under each name, who hears nobody.</summary>
    public static void BeginAlone(Round round, Bus bus, string[] names, int each)
    {
        foreach (var name in names)
        {
            var ksock = bus.Open(round.Random);
            round.Start($"speaker of {name}", who =>
            {
                Speak(who, ksock, name, each);
                ksock.Dispose();
            });
        }
    }

    /// <summary>Sends that many, each when there is room; one that was given up did not go, and is sent again. Something may end it before.</summary>
    public static void Speak(Participant who, IKsock ksock, string name, int count, Func<bool>? until = null)
    {
        for (var i = 1; i <= count && until?.Invoke() != true;)
        {
            who.Doing = $"sends {i} of {count} as {name}";
            using var patience = who.LosePatience();
            var message = KbusMessage.Announcement(name, i.ToString(CultureInfo.InvariantCulture)) with { Flags = MessageFlags.AllOrWait };
            try
            {
                if (who.Random.Next(4) == 0)
                {
                    ksock.SendAsync(message, patience.Token).AsTask().GetAwaiter().GetResult();
                }
                else
                {
                    ksock.Send(message, patience.Token);
                }

                i++;
            }
            catch (OperationCanceledException)
            {
                // Once more.
            }

            who.Dawdle();
            if (until is not null)
            {
                // There is no end to what it says: no more than all can take, or nobody else comes through.
                Thread.Sleep(who.Random.Next(4));
            }
        }
    }

    private static void Hear(Participant who, IKsock ksock, string[] names, int each)
    {
        var ledger = new Ledger(who.Round, who.Name, names, each);
        while (!ledger.IsFull)
        {
            who.Doing = $"waits, having heard {ledger.Describe()}";
            ledger.Enter(ksock.Receive());
            who.Dawdle();
        }
    }

    // The last to leave closes it.
    private static void Leave(IKsock ksock, CountdownEvent done)
    {
        if (done.Signal())
        {
            ksock.Dispose();
        }
    }
}
