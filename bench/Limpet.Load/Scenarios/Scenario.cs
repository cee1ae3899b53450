using Limpet.Load.Measuring;
using Limpet.Load.Roles;

namespace Limpet.Load.Scenarios;

/// <summary>Runs what a plan says, where it is messages that are measured.</summary>
internal static class Scenario
{
    /// <summary>Whether the scenario is one of these.</summary>
    public static bool IsTraffic(ScenarioKind scenario)
        => scenario is ScenarioKind.Engine or ScenarioKind.Bus or ScenarioKind.Pair or ScenarioKind.Chain or ScenarioKind.Star or ScenarioKind.Request;

    public static LoadResult Run(LoadPlan plan)
    {
        plan = Settled(plan);
        using var cast = plan.Scenario switch
        {
            ScenarioKind.Engine => Engine.Cast(plan),
            ScenarioKind.Bus or ScenarioKind.Pair or ScenarioKind.Chain => BusesInARow.Cast(plan, JobKind.Send, JobKind.Listen),
            ScenarioKind.Star => Star.Cast(plan),
            ScenarioKind.Request => BusesInARow.Cast(plan, JobKind.Ask, JobKind.Reply),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Scenario, "It sends no messages."),
        };
        return cast.Measure(Wording.Of(plan), plan);
    }

    // A bus and a pair are rows of one and two.
    private static LoadPlan Settled(LoadPlan plan) => plan.Scenario switch
    {
        ScenarioKind.Engine or ScenarioKind.Bus => plan with { Buses = 1 },
        ScenarioKind.Pair => plan with { Buses = 2 },
        ScenarioKind.Star => plan with { Buses = plan.Peers + 1 },
        _ => plan,
    };
}
