using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Load;

/// <summary>Two buses, each in a process of its own, joined by a pair of Limpets.</summary>
internal static class PairScenarios
{
    private const string Announced = "$.Load.Announced";
    private const string Asked = "$.Load.Asked";

    /// <summary>Announcements from one bus to the other as fast as they go, the sender held back where the way is full; every one must arrive, in order.</summary>
    public static Measured Announce(string scheme, int messages, int size)
    {
        using var directory = new TemporaryDirectory();
        var endpoint = EndpointFor(scheme, directory);
        using var near = new Side(endpoint, listens: true);
        using var far = OtherProcess.Start("listen", endpoint, messages.ToString(CultureInfo.InvariantCulture));
        far.Expect("ready");
        near.WaitConnected();
        using var sender = near.Open();
        var message = new KbusMessage(MessageName.Parse(Announced), new byte[size]) { Flags = MessageFlags.AllOrWait };
        var allocatedBefore = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < messages; i++)
        {
            sender.Send(message, CancellationToken.None);
        }

        var arrived = int.Parse(far.Expect("received"), CultureInfo.InvariantCulture);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return arrived == messages
            ? new Measured(messages / elapsed.TotalSeconds, elapsed, (double)(GC.GetTotalAllocatedBytes() - allocatedBefore) / messages)
            : throw new InvalidOperationException($"Of {messages} messages {arrived} arrived.");
    }

    /// <summary>A Request to a replier on the other bus and its Reply, one at a time.</summary>
    public static HistogramBase Ask(string scheme, int rounds)
    {
        using var directory = new TemporaryDirectory();
        var endpoint = EndpointFor(scheme, directory);
        using var near = new Side(endpoint, listens: true);
        using var watcher = near.Open();
        watcher.Bind(MessageName.ReplierBindEvent.Value, BindingKind.Listener);
        using var far = OtherProcess.Start("reply", endpoint);
        far.Expect("ready");
        watcher.Receive();
        using var asker = near.Open();
        var request = KbusMessage.Request(Asked) with { Data = new byte[64] };
        var latencies = Latencies.New();
        for (var i = -rounds / 10; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var id = asker.Send(request);
            var reply = asker.Receive();
            if (reply.InReplyTo != id || reply.Kind != MessageKind.Reply)
            {
                throw new InvalidOperationException($"Asked {id}, and got {reply}.");
            }

            if (i >= 0)
            {
                latencies.RecordValue(Latencies.Nanoseconds(started));
            }
        }

        return latencies;
    }

    /// <summary>Bytes resident in the two processes of a pair that does nothing.</summary>
    public static (long Near, long Far) Rest()
    {
        using var directory = new TemporaryDirectory();
        var endpoint = EndpointFor("unix", directory);
        using var server = OtherProcess.Start("rest", endpoint, "server");
        server.Expect("ready");
        using var client = OtherProcess.Start("rest", endpoint, "client");
        client.Expect("ready");
        server.Expect("connected");
        return (server.ResidentBytes, client.ResidentBytes);
    }

    /// <summary>The far side of <see cref="Announce"/>.</summary>
    public static void Listen(string endpoint, int messages)
    {
        using var side = new Side(endpoint, listens: false);
        using var listener = side.Open();
        listener.MaxMessages(10_000);
        listener.Bind("$.Load.*", BindingKind.Listener);
        side.WaitConnected();
        Console.WriteLine("ready");
        var received = new List<KbusMessage>();
        var count = 0;
        uint last = 0;
        while (count < messages)
        {
            listener.Receive(received, 1000, CancellationToken.None);
            foreach (var message in received)
            {
                if (message.Id.Serial <= last)
                {
                    throw new InvalidOperationException($"{message.Id} came after serial {last}.");
                }

                last = message.Id.Serial;
            }

            count += received.Count;
            received.Clear();
        }

        Console.WriteLine($"received {count}");
        Console.ReadLine();
    }

    /// <summary>The far side of <see cref="Ask"/>.</summary>
    public static void Reply(string endpoint)
    {
        using var side = new Side(endpoint, listens: false);
        using var replier = side.Open();
        replier.Bind(Asked, BindingKind.Replier);
        side.WaitConnected();
        Console.WriteLine("ready");
        using var ended = new CancellationTokenSource();
        var input = new Thread(() =>
        {
            Console.ReadLine();
            ended.Cancel();
        })
        { IsBackground = true };
        input.Start();
        var data = new byte[64];
        try
        {
            while (true)
            {
                replier.Send(KbusMessage.ReplyTo(replier.Receive(ended.Token), data));
            }
        }
        catch (OperationCanceledException)
        {
            // The near side has what it wanted.
        }
    }

    /// <summary>Either side of <see cref="Rest"/>.</summary>
    public static void Wait(string endpoint, string role)
    {
        using var side = new Side(endpoint, listens: role is "server");
        Console.WriteLine("ready");
        side.WaitConnected();
        Console.WriteLine("connected");
        Console.ReadLine();
    }

    private static string EndpointFor(string scheme, TemporaryDirectory directory)
        => scheme is "unix" ? $"unix:{directory.At("l0")}" : $"tcp:127.0.0.1:{FreePort.Any()}";
}
