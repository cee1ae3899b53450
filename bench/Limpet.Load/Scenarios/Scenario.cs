using Limpet.Load.Device;
using Limpet.Load.Measuring;
using Limpet.Load.Memory;
using Limpet.Load.Programs;
using Limpet.Load.Shell;

namespace Limpet.Load.Scenarios;

/// <summary>Runs what a plan says.</summary>
internal static class Scenario
{
    private const int DeviceMessages = 3000;

    /// <exception cref="BadPlanException">It cannot be run.</exception>
    /// <exception cref="NotInstalledException">It needs a program that is not here.</exception>
    public static IOutcome Run(LoadPlan plan) => plan.Scenario switch
    {
        ScenarioKind.Rest => MemoryScenario.Rest(plan),
        ScenarioKind.Memory => MemoryScenario.Growing(plan),
        ScenarioKind.Device => DeviceScenario.Run((int)(plan.Messages ?? DeviceMessages)),
        ScenarioKind.Cmdlets => CmdletScenario.Run(new LimpetShell(plan.Shell), plan.Messages, plan.Runs),
        ScenarioKind.Startup => StartupScenario.Run(new LimpetShell(plan.Shell), plan.Runs),
        _ => TrafficScenario.Run(plan),
    };
}
