using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks.Device;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>One bus and many threads, each of which ends when it has got what it was promised; in one round of three the bus ends before.</summary>
internal static class BusScenario
{
    private const int Listeners = 2;
    private const int Speakers = 2;
    private const int Repliers = 2;
    private const int Askers = 2;
    private const int Announcements = 40;
    private const int Requests = 30;
    private const int Visits = 12;

    /// <summary>All on one bus of this process.</summary>
    public static void InProcess(Round round)
    {
        var buses = EmbeddedBuses.Private();
        Play(round, new Bus(_ => buses.Open(0)), buses.Dispose);
    }

    /// <summary>Some in the process that hosts the bus, and some in another, which here is the same one.</summary>
    public static void BetweenProcesses(Round round)
    {
        var directory = Directory.CreateTempSubdirectory("limpet-schedules-bus-").FullName;
        var (host, member) = (EmbeddedBuses.Shared(Path.Combine(directory, "bus")), EmbeddedBuses.Shared(Path.Combine(directory, "bus")));
        using (host.Open(0))
        {
            // From now on the first hosts it.
        }

        Play(
            round,
            new Bus(random => (random.Next(3) == 0 ? host : member).Open(0)),
            () =>
            {
                host.Dispose();
                member.Dispose();
            });
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Some through <c>/dev/kbus100</c>, which another process serves, and some on the bus's socket; that needs <c>/dev/cuse</c>.</summary>
    public static void OnDevice(Round round)
    {
        var server = DeviceServer.Started(round.Seed);
        var member = EmbeddedBuses.Shared(server.Directory);
        Play(round, new Bus(random => random.Next(3) == 0 ? member.Open(DeviceServer.Number) : DeviceKsock.Open(DeviceServer.Number)), member.Dispose, onDevice: true);
    }

    // A device's poll tries a send again that another thread is about to give up, and nobody can tell who was first: there each speaker has a Ksock of its own. Nor
    // does a device end.
    private static void Play(Round round, Bus bus, Action end, bool onDevice = false)
    {
        var names = Enumerable.Range(0, Speakers).Select(i => $"$.News.{i}").ToArray();
        for (var i = 0; i < Listeners; i++)
        {
            Listening.Begin(round, bus, names, Announcements, threads: 1 + (i % 2));
        }

        if (onDevice)
        {
            Speaking.BeginAlone(round, bus, names, Announcements);
        }
        else
        {
            Speaking.BeginBoth(round, bus, names, Announcements);
        }

        Asking.Begin(round, [bus], Repliers, Askers, Requests);
        round.Start("visitor", who => Visiting.Run(who, bus, Visits));
        round.Start("inspector", who => Visiting.Ask(who, bus, Visits));
        if (!onDevice && round.Random.Next(3) == 0)
        {
            var after = round.Random.Next(120);
            round.Start("end of the bus", who =>
            {
                who.Doing = "waits to end the bus";
                Thread.Sleep(after);
                round.IsEnding = true;
                who.Doing = "ends the bus";
                end();
            });
            round.Join();
            return;
        }

        round.Join();
        round.Start("end of the bus", who =>
        {
            who.Doing = "ends the bus";
            end();
        });
        round.Join();
    }
}
