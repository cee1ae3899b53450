namespace Limpet.Load;

/// <summary>How a scenario is to be run. Each scenario looks at what it can use.</summary>
internal sealed record LoadPlan
{
    /// <summary>What is measured.</summary>
    public ScenarioKind Scenario { get; init; }

    /// <summary>What does the work.</summary>
    public SystemKind System { get; init; }

    /// <summary>Messages to send, or Requests to ask; null for as many as there is time for.</summary>
    public long? Messages { get; init; }

    /// <summary>Seconds to send for, where no number is given.</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>Seconds to send for before anything is measured, so that .NET has compiled what is run.</summary>
    public double WarmUp { get; init; } = 1;

    /// <summary>Bytes of data.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Messages a second in all, 0 for as fast as possible.</summary>
    public double Rate { get; init; }

    /// <summary>Listeners, each of which gets every message.</summary>
    public int Listeners { get; init; } = 1;

    /// <summary>Bindings to other names on the same bus.</summary>
    public int Bindings { get; init; }

    /// <summary>Requests that may be unanswered at a time.</summary>
    public int InFlight { get; init; } = 1;

    /// <summary>What joins the Limpets.</summary>
    public TransportKind Transport { get; init; }

    /// <summary>Buses in a row: 1 for one that the processes share, 2 for a pair.</summary>
    public int Buses { get; init; } = 2;

    /// <summary>Who hosts a bus that is shared.</summary>
    public BusHostKind Host { get; init; }

    /// <summary>Where the floor's ping-pong runs.</summary>
    public CoreKind Cores { get; init; }

    /// <summary>Peers of a star.</summary>
    public int Peers { get; init; } = 64;
}
