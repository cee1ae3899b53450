using Limpet.Load.Kbus;
using Limpet.Load.Roles;

namespace Limpet.Load.Scenarios;

/// <summary>The engine alone, in a process of its own.</summary>
internal static class Engine
{
    public static Cast Cast(LoadPlan plan) => Scenarios.Cast.Of(
        plan.Listeners,
        cast => cast.Start("engine", new ProgramSetup(JobKind.Engine) { Size = plan.Size, Listeners = plan.Listeners, Kbus = new KbusSetup { Bindings = plan.Bindings } }));
}
