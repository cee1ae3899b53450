using Limpet.Load.Brokers;
using Limpet.Load.Kbus;

namespace Limpet.Load.Roles;

/// <summary>What a process is told when it is started.</summary>
/// <param name="Job">What it does.</param>
internal sealed record ProgramSetup(JobKind Job)
{
    /// <summary>Bytes of data in what it sends.</summary>
    public int Size { get; init; }

    /// <summary>Requests that it may have unanswered.</summary>
    public int InFlight { get; init; } = 1;

    /// <summary>Listeners that it is.</summary>
    public int Listeners { get; init; } = 1;

    /// <summary>Where it is, on a bus; its bindings count for an engine too.</summary>
    public KbusSetup? Kbus { get; init; }

    /// <summary>Where it is, with a server that is none of ours.</summary>
    public BrokerSetup? Broker { get; init; }
}
