using Limpet.Core.Ksocks;

namespace Limpet.Schedules.Scenarios;

/// <summary>A way to a bus, chosen by chance where there are several.</summary>
internal sealed class Bus(Func<Random, IKsock> open)
{
    public IKsock Open(Random random) => open(random);
}
