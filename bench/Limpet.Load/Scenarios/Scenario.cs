using Limpet.Load.Floor;
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
        if (plan is { System: SystemKind.Floor, Scenario: ScenarioKind.Pair or ScenarioKind.Request })
        {
            return FloorScenario.Run(plan);
        }

        using var cast = Cast(plan);
        return cast.Measure(Wording.Of(plan), plan);
    }

    private static Cast Cast(LoadPlan plan) => (plan.System, plan.Scenario) switch
    {
        (SystemKind.Limpet, ScenarioKind.Engine) => Engine.Cast(plan),
        (SystemKind.Limpet, ScenarioKind.Bus or ScenarioKind.Pair or ScenarioKind.Chain) => BusesInARow.Cast(plan, JobKind.Send, JobKind.Listen),
        (SystemKind.Limpet, ScenarioKind.Star) => Star.Cast(plan),
        (SystemKind.Limpet, ScenarioKind.Request) => BusesInARow.Cast(plan, JobKind.Ask, JobKind.Reply),
        (SystemKind.Nats or SystemKind.Mosquitto, ScenarioKind.Bus or ScenarioKind.Pair) => OtherSystems.Cast(plan, JobKind.Send, JobKind.Listen),
        (SystemKind.Nats or SystemKind.Mosquitto, ScenarioKind.Request) => OtherSystems.Cast(plan, JobKind.Ask, JobKind.Reply),
        _ => throw new ArgumentException($"{plan.Scenario} is not measured of {plan.System}; expected bus, pair or request of nats and mosquitto, pair or request of the floor.", nameof(plan)),
    };

    // A bus and a pair are rows of one and two.
    private static LoadPlan Settled(LoadPlan plan) => plan.Scenario switch
    {
        ScenarioKind.Engine or ScenarioKind.Bus => plan with { Buses = 1 },
        ScenarioKind.Pair => plan with { Buses = 2 },
        ScenarioKind.Star => plan with { Buses = plan.Peers + 1 },
        _ => plan,
    };
}
