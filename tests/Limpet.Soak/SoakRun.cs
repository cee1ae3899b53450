using System.Diagnostics;
using System.Globalization;
using Limpet.Soak.Faults;
using Limpet.Soak.Parts;
using Limpet.Soak.Staging;
using Spectre.Console;

namespace Limpet.Soak;

/// <summary>
/// Traffic of every kind, a fault every second, and what must hold all the same: no announcement is heard twice or out of its order, none that waits for room is
/// lost on its bus, every Request that was taken is answered once, and in the end everybody holds what they held at the beginning.
/// </summary>
internal sealed class SoakRun(int seed, TimeSpan length)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EachFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CensusPatience = TimeSpan.FromSeconds(60);

    /// <summary>Says whether every promise was kept.</summary>
    public bool Run()
    {
        using var stage = new Stage();
        if (!stage.HasSmallDisks)
        {
            Console.WriteLine("No disk can be mounted here (root and mount namespaces are needed), so none gets full.");
        }

        Thread.Sleep(Settling);
        var before = stage.Lasting.ToDictionary(player => player, player => player.TakeCensus());
        MakeFaults(stage);
        ReachEverybody(stage);
        Thread.Sleep(Settling);
        CompareCensuses(stage, before);
        var table = new Table().AddColumns("Who", "What");
        foreach (var player in (IEnumerable<Player>)[.. stage.Speakers, .. stage.Askers, .. stage.Repliers.Values, .. stage.Listeners, .. stage.Limpets.Values, stage.MiddleLimpet, .. stage.Hosts.Values])
        {
            player.Tell(Script.Stop);
            table.AddRow(player.Name, player.Await(Script.Done));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage.All.Sum(player => player.Ended)} processes ended for want of memory or descriptors, and were replaced"));
        foreach (var broken in stage.Broken)
        {
            Console.WriteLine($"BROKEN {broken}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage.Broken.Count} promises broken, seed {seed}"));
        return stage.Broken.IsEmpty;
    }

    private void MakeFaults(Stage stage)
    {
        var maker = new FaultMaker(stage, seed);
        var happening = new List<Task>();
        var since = Stopwatch.StartNew();
        while (since.Elapsed < length)
        {
            var fault = maker.Next();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{since.Elapsed.TotalSeconds,7:0.0} {fault.Name}"));

            // Some last longer than a second, and go on beside the next.
            happening.Add(Task.Run(() => Happen(stage, fault)));
            Thread.Sleep(EachFault);
        }

        Task.WaitAll([.. happening]);
    }

    private static void Happen(Stage stage, Fault fault)
    {
        try
        {
            fault.Happen();
        }
        catch (Exception e)
        {
            stage.Broken.Enqueue($"{fault.Name} could not be made to happen: {e}");
        }
    }

    // Whoever asks is to be answered by the replier of each bus again.
    private static void ReachEverybody(Stage stage)
    {
        stage.Askers.ForEach(asker => asker.Tell(Script.Reach));
        foreach (var asker in stage.Askers)
        {
            try
            {
                asker.Await(Script.Reach);
            }
            catch (TimeoutException e)
            {
                stage.Broken.Enqueue($"Not everybody is reached after the faults: {e.Message}");
            }
        }
    }

    private static void CompareCensuses(Stage stage, Dictionary<Player, Census> before)
    {
        foreach (var (player, census) in before)
        {
            var since = Stopwatch.StartNew();
            var now = player.TakeCensus();
            while (!now.IsNoMoreThan(census) && since.Elapsed < CensusPatience)
            {
                Thread.Sleep(500);
                now = player.TakeCensus();
            }

            Console.WriteLine($"{player.Name}: threads, descriptors and bytes were {census} and are {now}");
            if (!now.IsNoMoreThan(census))
            {
                stage.Broken.Enqueue($"{player.Name} holds more than before: threads, descriptors and bytes were {census} and are {now}");
            }
        }
    }
}
