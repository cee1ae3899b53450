using Limpet.Load.Kbus;
using Limpet.Load.Roles;

namespace Limpet.Load.Scenarios;

/// <summary>
/// Some buses, all in one process, each with a Limpet that connects to one that serves them all in another, where all that they send is heard. What is heard there
/// is not passed on to the other peers.
/// </summary>
internal static class Star
{
    /// <param name="plan">How many peers, and what joins them.</param>
    public static Cast Cast(LoadPlan plan) => Scenarios.Cast.Of(
        plan.Listeners,
        cast =>
        {
            var links = new Links(plan.Transport, cast.Directory);
            var server = links.Server(0, plan.Peers) with { PassesNothingOn = true };
            cast.Start("server", new ProgramSetup(JobKind.Listen) { Listeners = plan.Listeners, Kbus = new KbusSetup { Limpets = [server], Bindings = plan.Bindings } });
            cast.Start(
                "peers",
                new ProgramSetup(JobKind.Send)
                {
                    Size = plan.Size,
                    Kbus = new KbusSetup { Buses = plan.Peers, Limpets = [.. Enumerable.Range(0, plan.Peers).Select(bus => links.Client(bus, server))] },
                });
        });
}
