using System.Diagnostics;
using Limpet.Schedules.Perturbing;

namespace Limpet.Schedules.Running;

/// <summary>Round after round, until the time is over or something is broken.</summary>
internal static class ScheduleRun
{
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(1);

    /// <returns>Whether nothing was broken.</returns>
    public static bool Run(Action<Round> scenario, string name, int seed, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        var rounds = 0;
        do
        {
            var round = new Round(seed);
            try
            {
                Perturbation.Begin(seed);
                scenario(round);
            }
            catch (StuckException e)
            {
                round.Break(e.Message);
            }

            if (round.Broken.Count > 0)
            {
                foreach (var broken in round.Broken)
                {
                    Console.WriteLine($"BROKEN {broken}");
                }

                Console.WriteLine($"{name}: {round.Broken.Count} promises broken in round {rounds + 1}; once more with --scenario {name} --seed {seed}");
                return false;
            }

            (rounds, seed) = (rounds + 1, seed + 1);
            if (clock.Elapsed - told > Told)
            {
                told = clock.Elapsed;
                Console.WriteLine($"{clock.Elapsed.TotalSeconds,5:0} s, {rounds} rounds, {Perturbation.Visits} points passed by those who live");
            }
        }
        while (clock.Elapsed < length);

        if (Perturbation.Visits == 0)
        {
            Console.WriteLine($"{name}: this core does not hesitate; it is not the rewritten one");
            return false;
        }

        Console.WriteLine($"{name}: 0 promises broken in {rounds} rounds");
        return true;
    }
}
