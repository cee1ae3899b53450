using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>Two to four buses around one, joined by Limpets, with traffic of every kind; in two rounds of three links are cut and Limpets stopped meanwhile.</summary>
internal static class LimpetsScenario
{
    private const int Announcements = 30;
    private const int Requests = 20;
    private const int Cuts = 8;

    public static void Run(Round round)
    {
        var directory = Directory.CreateTempSubdirectory("limpet-schedules-star-").FullName;
        var star = new Star(round, directory, 2 + round.Random.Next(3));
        round.LinksBreak = round.Random.Next(3) != 0;
        round.Start("beginning", star.Begin);
        round.Join();

        var names = star.Buses.Select((_, i) => $"$.News.{i}").ToArray();
        var left = star.Buses.Length;
        foreach (var bus in star.Buses)
        {
            var ksock = bus.Open(round.Random);
            ksock.MaxMessages((uint)round.Random.Next(1, 60));
            ksock.Bind("$.News.*", BindingKind.Listener);
            round.Start("listener", who =>
            {
                Listening.Alone(who, ksock, new Ledger(round, "listener", names, Announcements));
                Interlocked.Decrement(ref left);
            });
        }

        for (var i = 0; i < names.Length; i++)
        {
            var (ksock, name) = (star.Buses[i].Open(round.Random), names[i]);
            round.Start($"speaker of {name}", who =>
            {
                Speaking.Speak(who, ksock, name, round.LinksBreak ? int.MaxValue : Announcements, round.LinksBreak ? () => Volatile.Read(ref left) == 0 : null);
                ksock.Dispose();
            });
        }

        Asking.Begin(round, star.Buses, star.Buses.Length, star.Buses.Length, Requests);
        if (round.LinksBreak)
        {
            round.Start("cutter", who => star.Cut(who, Cuts));
        }

        round.Join();
        round.Start("end", star.End);
        round.Join();
        Directory.Delete(directory, recursive: true);
    }
}
