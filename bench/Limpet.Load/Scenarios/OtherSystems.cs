using Limpet.Load.Brokers;
using Limpet.Load.Roles;
using Limpet.Load.Traffic;

namespace Limpet.Load.Scenarios;

/// <summary>What <see cref="BusesInARow"/> is for our buses, for what others would use instead: somebody at one end of one server or two, and somebody at the other.</summary>
internal static class OtherSystems
{
    public static Cast Cast(LoadPlan plan, JobKind sender, JobKind receiver)
    {
        if (plan.Buses > 2 || plan.Transport != TransportKind.Unix)
        {
            throw new BadPlanException($"{plan.System} is measured with one server or two, over TCP; expected --buses 1 or 2, and no --transport.");
        }

        if (plan.Size < Payload.Least)
        {
            throw new BadPlanException($"The size is {plan.Size}; expected {Payload.Least} or more: a message of {plan.System} has its number and its time in its data.");
        }

        return Scenarios.Cast.Of(
            receiver == JobKind.Listen ? plan.Listeners : 1,
            cast =>
            {
                var near = new ProgramSetup(sender) { Size = plan.Size, InFlight = plan.InFlight };
                var far = new ProgramSetup(receiver) { Listeners = plan.Listeners };
                (near, far) = plan.System == SystemKind.Nats ? NatsServers.Start(cast, plan, near, far) : MosquittoServers.Start(cast, plan, near, far);
                cast.Start(far.Job.ToString().ToLowerInvariant(), far);
                cast.Start(near.Job.ToString().ToLowerInvariant(), near);
            });
    }
}
