using System.Diagnostics;
using System.Globalization;
using Limpet.Soak.Parts;
using Limpet.Soak.Staging;

namespace Limpet.Soak.Faults;

/// <summary>Chooses what goes wrong next.</summary>
internal sealed class FaultMaker(Stage stage, int seed)
{
    private readonly Random _random = new(seed);

    public Fault Next() => _random.Next(14) switch
    {
        0 or 1 => Kill(Pick(stage.Limpets.Values)),
        2 or 3 => Kill(Pick(stage.Repliers.Values)),
        4 => Kill(stage.Hosts[3]),
        5 or 6 => Freeze(Pick([stage.MiddleLimpet, .. stage.Limpets.Values])),
        7 => Freeze(Pick(stage.Hosts.Values)),
        8 or 9 => Freeze(Pick([.. stage.Repliers.Values, .. stage.Listeners, .. stage.Askers, .. stage.Speakers])),
        10 => NoDescriptors(Pick([stage.MiddleLimpet, .. stage.Limpets.Values, stage.Hosts[1], stage.Hosts[Names.Middle]])),
        11 => new Fault("garbage at the Limpet's socket", () => Strangers.SayNonsense(stage.Endpoint["unix:".Length..], _random)),
        12 => new Fault("garbage at the bus's socket", () => Strangers.SayNonsense(stage.BusSocket(Pick(Names.Buses)), _random)),
        _ => new Fault("a peer that reads byte by byte, and leaves", () => Strangers.ReadSlowly(stage.Endpoint, TimeSpan.FromSeconds(1))),
    };

    private T Pick<T>(IReadOnlyCollection<T> from) => from.ElementAt(_random.Next(from.Count));

    private static Fault Kill(Player player) => On(player, $"SIGKILL {player.Name}", player.KillAndReplace);

    // Two at a time would undo each other.
    private static Fault On(Player player, string name, Action happen) => new(name, () =>
    {
        lock (player.Gate)
        {
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

    // It may open nothing more for a while; what is open stays so (poll would fail where there may be fewer than there are).
    private static Fault NoDescriptors(Player player) => On(player, $"EMFILE {player.Name}", () =>
    {
        Limit(player, 1 + Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{player.ProcessId}/fd")).Max(fd => int.Parse(Path.GetFileName(fd), CultureInfo.InvariantCulture)));
        Thread.Sleep(1000);
        Limit(player, 1024);
    });

    private static void Limit(Player player, int descriptors)
    {
        var text = descriptors.ToString(CultureInfo.InvariantCulture);
        using var prlimit = Process.Start("prlimit", [$"--pid={player.ProcessId.ToString(CultureInfo.InvariantCulture)}", $"--nofile={text}:"]);
        prlimit.WaitForExit();
    }
}
