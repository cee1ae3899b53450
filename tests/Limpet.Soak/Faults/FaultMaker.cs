using System.Diagnostics;
using System.Globalization;
using Limpet.Soak.Parts;
using Limpet.Soak.Staging;

namespace Limpet.Soak.Faults;

/// <summary>Chooses what goes wrong next.</summary>
internal sealed class FaultMaker(Stage stage, int seed)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(seed);

    private IReadOnlyCollection<Player> AllLimpets => [stage.MiddleLimpet, .. stage.Limpets.Values];

    // Those whose host is not killed, so that they have no need of a new connection just then.
    private IReadOnlyCollection<Player> Members => [.. stage.Repliers.Where(replier => replier.Key != 3).Select(replier => replier.Value), .. stage.Listeners.Take(2), .. stage.Askers.Take(2), .. stage.Speakers.Take(2)];

    private IReadOnlyCollection<Player> MayEnd => [.. stage.Limpets.Values, .. stage.Repliers.Values, stage.Hosts[3]];

    public Fault Next() => _random.Next(18) switch
    {
        0 or 1 => Kill(Pick(stage.Limpets.Values)),
        2 or 3 => Kill(Pick(stage.Repliers.Values)),
        4 => Kill(stage.Hosts[3]),
        5 or 6 => Freeze(Pick(AllLimpets)),
        7 => Freeze(Pick(stage.Hosts.Values)),
        8 or 9 => Freeze(Pick([.. stage.Repliers.Values, .. stage.Listeners, .. stage.Askers, .. stage.Speakers])),
        10 => NoDescriptors(Pick([.. AllLimpets, .. stage.Hosts.Values])),
        11 => _random.Next(2) == 0 ? NoDescriptors(Pick(Members)) : FewerDescriptors(Pick(MayEnd)),
        12 => NoMemory(Pick(MayEnd)),
        13 => FullDisk(Pick(AllLimpets)),
        14 => Nonsense("the Limpet's socket", stage.Endpoint["unix:".Length..]),
        15 => Nonsense("the bus's socket", stage.BusSocket(Pick(Names.Buses))),
        16 => new Fault("a peer that reads byte by byte, and leaves", () => Strangers.ReadSlowly(stage.Endpoint, Moment)),
        _ => SlowMember(stage.BusSocket(Pick(Names.Buses))),
    };

    private T Pick<T>(IReadOnlyCollection<T> from) => from.ElementAt(_random.Next(from.Count));

    // What is chosen is chosen now, on the one thread that chooses.
    private Fault Nonsense(string where, string path)
    {
        var random = new Random(_random.Next());
        return new Fault($"garbage at {where}", () => Strangers.SayNonsense(path, random));
    }

    private static Fault SlowMember(string path) => new("a member that speaks and reads byte by byte, and leaves", () => Strangers.JoinSlowly(path, Moment));

    private static Fault Kill(Player player) => On(player, $"SIGKILL {player.Name}", player.KillAndReplace);

    // Two at a time would undo each other.
    private static Fault On(Player player, string name, Action happen) => new(name, () =>
    {
        lock (player.Gate)
        {
            if (player.IsThere())
            {
                happen();
            }
        }
    });

    private Fault Freeze(Player player)
    {
        var time = TimeSpan.FromMilliseconds(_random.Next(50, 2500));
        return On(player, string.Create(CultureInfo.InvariantCulture, $"SIGSTOP {player.Name} for {time.TotalSeconds:0.0} s"), () =>
        {
            player.Freeze();
            Thread.Sleep(time);
            player.Thaw();
        });
    }

    // It may open nothing more for a while, but for what takes the place of what it closes.
    private Fault NoDescriptors(Player player) => On(player, $"EMFILE {player.Name}", () =>
    {
        var last = Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{player.ProcessId}/fd")).Max(fd => int.Parse(Path.GetFileName(fd), CultureInfo.InvariantCulture));
        Limited(player, "nofile", 1 + last);
        LogsAgain(player);
    });

    // It may open nothing whatever, and has more than it may. The runtime's collector then finds no /proc/meminfo, and takes it that there is no memory: that may end it.
    private Fault FewerDescriptors(Player player) => On(player, $"EMFILE {player.Name}, which has more than it may", () =>
    {
        player.LetEnd();
        Limited(player, "nofile", 3);
        if (player.IsThere())
        {
            LogsAgain(player);
        }
    });

    // It gets no more memory for its data than it has, neither for objects nor for threads, which ends a process now and then.
    private static Fault NoMemory(Player player) => On(player, $"ENOMEM {player.Name}", () =>
    {
        player.LetEnd();
        Limited(player, "data", player.DataBytes);
    });

    private Fault FullDisk(Player player) => On(player, $"ENOSPC for the log of {player.Name}", () =>
    {
        if (player.Disk is not { } disk)
        {
            return;
        }

        var (before, _) = player.AskOfLog();

        // A file that begins then has the oldest deleted, and takes its room unless that is filled too.
        Until(player, "tells of no event that its log lost on a full disk", () =>
        {
            disk.Fill();
            return player.AskOfLog().Lost > before;
        });
        disk.Clear();
        LogsAgain(player);
    });

    // Each message is logged, so that it does not take long.
    private void LogsAgain(Player player)
    {
        if (player.Disk is { } disk)
        {
            var before = disk.Describe();
            Until(player, "logs nothing any more", () => disk.Describe() != before);
        }
    }

    private void Until(Player player, string otherwise, Func<bool> condition)
    {
        for (var since = Stopwatch.StartNew(); !condition(); Thread.Sleep(Look))
        {
            if (since.Elapsed > Patience)
            {
                stage.Broken.Enqueue($"{player.Name} {otherwise}: {player.AskOfLog()}");
                return;
            }
        }
    }

    private static void Limited(Player player, string resource, long most)
    {
        if (ResourceLimit.Get(player.ProcessId, resource) is { } before)
        {
            ResourceLimit.Set(player.ProcessId, resource, most.ToString(CultureInfo.InvariantCulture));
            Thread.Sleep(Moment);
            ResourceLimit.Set(player.ProcessId, resource, before);
        }
    }
}
