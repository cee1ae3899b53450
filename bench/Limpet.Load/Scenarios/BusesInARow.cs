using Limpet.Load.Kbus;
using Limpet.Load.Roles;

namespace Limpet.Load.Scenarios;

/// <summary>Buses in a row, a process each, joined by pairs of Limpets: somebody at one end and somebody at the other. A row of one is a bus that processes share.</summary>
internal static class BusesInARow
{
    /// <param name="plan">How many buses, and what joins them.</param>
    /// <param name="sender">What is done on the first bus.</param>
    /// <param name="receiver">What is done on the last.</param>
    public static Cast Cast(LoadPlan plan, JobKind sender, JobKind receiver)
    {
        var first = new ProgramSetup(sender) { Size = plan.Size, InFlight = plan.InFlight };
        var last = new ProgramSetup(receiver) { Listeners = plan.Listeners };
        return Scenarios.Cast.Of(
            receiver == JobKind.Listen ? plan.Listeners : 1,
            cast =>
            {
                if (plan.Buses == 1)
                {
                    OnOneBus(cast, plan, first, last);
                }
                else
                {
                    OnMany(cast, plan, first, last);
                }
            });
    }

    // The first to open a bus hosts it.
    private static void OnOneBus(Cast cast, LoadPlan plan, ProgramSetup sender, ProgramSetup receiver)
    {
        var bus = new KbusSetup { Directory = cast.Directory.At("bus") };
        if (plan.Host == BusHostKind.Other)
        {
            cast.Start("host", new ProgramSetup(JobKind.Idle) { Kbus = bus });
        }

        (string, ProgramSetup)[] order = [(NameOf(sender), sender), (NameOf(receiver), receiver)];
        foreach (var (name, setup) in plan.Host == BusHostKind.Listener ? order.Reverse() : order)
        {
            cast.Start(name, setup with { Kbus = setup == receiver ? bus with { Bindings = plan.Bindings } : bus });
        }
    }

    private static void OnMany(Cast cast, LoadPlan plan, ProgramSetup sender, ProgramSetup receiver)
    {
        var links = new Links(plan.Transport, cast.Directory);
        LimpetSetup? before = null;
        for (var i = 0; i < plan.Buses; i++)
        {
            var limpets = new List<LimpetSetup>();
            if (before is not null)
            {
                limpets.Add(links.Client(0, before));
            }

            var isLast = i == plan.Buses - 1;
            if (!isLast)
            {
                limpets.Add(before = links.Server(0));
            }

            var setup = i == 0 ? sender : isLast ? receiver : new ProgramSetup(JobKind.Idle);
            cast.Start(
                setup.Job == JobKind.Idle ? $"bus {i}" : NameOf(setup),
                setup with { Kbus = new KbusSetup { Limpets = limpets, Bindings = isLast ? plan.Bindings : 0 } });
        }
    }

    private static string NameOf(ProgramSetup setup) => setup.Job.ToString().ToLowerInvariant();
}
