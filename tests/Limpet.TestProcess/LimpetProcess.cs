using System.Globalization;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.TestPrograms;

/// <summary>
/// A Limpet on a bus of its own, with the repliers <c>$.QN</c>, which answers, and <c>$.SilentN</c>, which never does; N is its network id. It prints each event,
/// and obeys its input: <c>send NAME</c> sends a Request, <c>receive</c> waits for an answer. It ends with its input.
/// </summary>
internal static class LimpetProcess
{
    public static int Run(string role, string endpoint, string network)
    {
        using var buses = EmbeddedBuses.Private();
        using var replier = Bind(buses, $"$.Q{network}");
        using var silent = Bind(buses, $"$.Silent{network}");
        using var asker = buses.Open(0);
        new Thread(() => Answer(replier)) { IsBackground = true }.Start();

        var options = new LimpetOptions
        {
            OpenKsock = () => buses.Open(0),
            NetworkId = uint.Parse(network, CultureInfo.InvariantCulture),
            OnEvent = e => Say($"event {e.GetType().Name} {e}"),
            LongestRetry = TimeSpan.FromSeconds(1),
        };
        using var service = role == "listen"
            ? LimpetService.Listen(Endpoint.Parse(endpoint), options)
            : LimpetService.Connect(Endpoint.Parse(endpoint), options);
        service.Start();
        while (Console.ReadLine() is { } line)
        {
            Obey(asker, line.Split(' '));
        }

        return 0;
    }

    private static void Obey(IKsock asker, string[] words)
    {
        if (words[0] == "send")
        {
            var error = asker.TrySend(KbusMessage.Request(words[1]), out var id);
            Say(error == Errno.None ? $"sent {id}" : $"refused {error}");
        }
        else
        {
            var answer = asker.Receive();
            Say($"answer {answer.Name} to {answer.InReplyTo}");
        }
    }

    private static IKsock Bind(EmbeddedBuses buses, string name)
    {
        var ksock = buses.Open(0);
        ksock.Bind(name, BindingKind.Replier);
        return ksock;
    }

    private static void Answer(IKsock replier)
    {
        try
        {
            while (true)
            {
                // Who asked may be out of reach by now.
                replier.TrySend(KbusMessage.ReplyTo(replier.Receive()), out _);
            }
        }
        catch (KbusException)
        {
            // The process ends.
        }
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.WriteLine(line);
        }
    }
}
