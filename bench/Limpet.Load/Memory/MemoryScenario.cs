using Limpet.Load.Roles;
using Limpet.Load.Scenarios;
using Limpet.Load.Traffic;

namespace Limpet.Load.Memory;

/// <summary>What the two processes of a pair have in memory: at rest, or after more and more messages.</summary>
internal static class MemoryScenario
{
    private const long Most = 1_000_000;

    /// <summary>A pair that does nothing.</summary>
    public static MemoryOutcome Rest(LoadPlan plan) => Run(plan, "A pair at rest", [0]);

    /// <summary>After a hundredth of the messages, a tenth, and all of them.</summary>
    public static MemoryOutcome Growing(LoadPlan plan)
    {
        var most = plan.Messages ?? Most;
        return Run(plan, $"Memory of a pair that passes {most:N0} announcements", [Math.Max(1, most / 100), Math.Max(1, most / 10), most]);
    }

    private static MemoryOutcome Run(LoadPlan plan, string what, IReadOnlyList<long> steps)
    {
        using var cast = BusesInARow.Cast(plan with { Buses = 2 }, JobKind.Send, JobKind.Listen);
        long passed = 0, lost = 0;
        var results = new List<MemoryStep>();
        foreach (var step in steps)
        {
            if (step > passed)
            {
                var (ran, arrived) = cast.Run(new RunOrder(step - passed, plan.Seconds, plan.Rate));
                lost += ran.Sent * cast.Copies - arrived.Received;
                passed = step;
            }

            results.Add(new MemoryStep(passed, [.. cast.Programs.Select(program => new ProcessMemoryNow(program.Name, program.Memory()))]));
        }

        return new MemoryOutcome(what, results, lost);
    }
}
