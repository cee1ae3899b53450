using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>Listeners with short queues, who give up waiting and begin again, alone or two on one Ksock.</summary>
internal static class Listening
{
    /// <summary>Has it listen from now on, until it has heard all of each.</summary>
    public static void Begin(Round round, Bus bus, string[] names, int each, int threads)
    {
        var ksock = bus.Open(round.Random);
        ksock.MaxMessages((uint)round.Random.Next(1, 6));
        ksock.Bind("$.News.*", BindingKind.Listener);
        if (threads == 1)
        {
            round.Start("listener", who => Alone(who, ksock, new Ledger(round, "listener", names, each)));
            return;
        }

        // Two threads cannot know between them who was first: each says how many it got, and none may be missing.
        var left = names.Length * each;
        var over = new CancellationTokenSource();
        var seen = new HashSet<(string, string)>();
        var there = new CountdownEvent(threads);
        for (var i = 0; i < threads; i++)
        {
            round.Start($"listener {i + 1} of {threads}", who =>
            {
                while (Volatile.Read(ref left) > 0)
                {
                    who.Doing = $"waits; {left} are left";
                    KbusMessage message;
                    try
                    {
                        message = ksock.Receive(over.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        break;
                    }

                    lock (seen)
                    {
                        if (!seen.Add((message.Name.Value, System.Text.Encoding.ASCII.GetString(message.Data.Span))))
                        {
                            round.Break($"{message} was heard twice");
                        }
                    }

                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        over.Cancel();
                    }
                }

                if (there.Signal())
                {
                    ksock.Dispose();
                }
            });
        }
    }

    /// <summary>Hears all there is to hear, in one way or another.</summary>
    public static void Alone(Participant who, IKsock ksock, Ledger ledger)
    {
        var got = new List<KbusMessage>();
        while (!ledger.IsFull)
        {
            who.Doing = $"waits, having heard {ledger.Describe()}";
            using var patience = who.LosePatience();
            got.Clear();
            try
            {
                switch (who.Random.Next(4))
                {
                    case 0:
                        got.Add(ksock.Receive(patience.Token));
                        break;
                    case 1:
                        ksock.Wait(KsockEvents.Readable, patience.Token);
                        if (ksock.TryReceive() is { } one)
                        {
                            got.Add(one);
                        }

                        break;
                    case 2:
                        got.Add(ksock.ReceiveAsync(patience.Token).AsTask().GetAwaiter().GetResult());
                        break;
                    default:
                        ksock.Receive(got, 8, patience.Token);
                        break;
                }
            }
            catch (OperationCanceledException)
            {
                if (!patience.IsCancellationRequested)
                {
                    who.Round.Break($"{who.Name} was cancelled by nobody");
                }
            }

            got.ForEach(ledger.Enter);
            who.Dawdle();
        }

        ksock.Dispose();
    }
}
