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

    private IReadOnlyCollection<Player> MayEnd => [.. stage.Limpets.Values, .. stage.Repliers.Values, stage.Hosts[3]];

    public Fault Next() => _random.Next(18) switch
    {
        0 or 1 => Kill(Pick(stage.Limpets.Values)),
        2 or 3 => Kill(Pick(stage.Repliers.Values)),
        4 => Kill(stage.Hosts[3]),
        5 or 6 => Freeze(Pick(AllLimpets)),
        7 => Freeze(Pick(stage.Hosts.Values)),
        8 or 9 => Freeze(Pick([.. stage.Repliers.Values, .. stage.Listeners, .. stage.Askers, .. stage.Speakers])),
        10 or 11 => NoDescriptors(Pick([.. AllLimpets, .. stage.Hosts.Values])),
        12 => NoMemory(Pick(MayEnd)),
        13 => FullDisk(Pick(AllLimpets)),
        14 => new Fault("garbage at the Limpet's socket", () => Strangers.SayNonsense(stage.Endpoint["unix:".Length..], _random)),
        15 => new Fault("garbage at the bus's socket", () => Strangers.SayNonsense(stage.BusSocket(Pick(Names.Buses)), _random)),
        16 => new Fault("a peer that reads byte by byte, and leaves", () => Strangers.ReadSlowly(stage.Endpoint, Moment)),
        _ => new Fault("a member that speaks and reads byte by byte, and leaves", () => Strangers.JoinSlowly(stage.BusSocket(Pick(Names.Buses)), Moment)),
    };

    private T Pick<T>(IReadOnlyCollection<T> from) => from.ElementAt(_random.Next(from.Count));

    private static Fault Kill(Player player) => On(player, $"SIGKILL {player.Name}", player.KillAndReplace);

    // Two at a time would undo each other.
    private static Fault On(Player player, string name, Action happen) => new(name, () =>
    {
        lock (player.Gate)
        {
            player.ReplaceIfEnded();
            happen();
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

    // It may open nothing more for a while, and in one of two times may have fewer than it has.
    private Fault NoDescriptors(Player player)
    {
        var fewer = _random.Next(2) == 0;
        return On(player, $"EMFILE {player.Name}{(fewer ? ", which has more than it may" : "")}", () =>
        {
            var most = fewer ? 3 : 1 + Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{player.ProcessId}/fd")).Max(fd => int.Parse(Path.GetFileName(fd), CultureInfo.InvariantCulture));
            Limited(player, "nofile", most);
            LogsAgain(player);
        });
    }

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
        disk.Fill();
        Until(player, "tells of no event that its log lost on a full disk", () => player.AskOfLog().Lost > before);
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
        var before = ResourceLimit.Get(player.ProcessId, resource);
        ResourceLimit.Set(player.ProcessId, resource, most.ToString(CultureInfo.InvariantCulture));
        Thread.Sleep(Moment);
        ResourceLimit.Set(player.ProcessId, resource, before);
    }
}
