namespace Limpet.Load.Scenarios;

/// <summary>What a plan measures, in words.</summary>
internal static class Wording
{
    public static string Of(LoadPlan plan)
    {
        var how = new List<string> { Where(plan), Bytes(plan.Size) };
        if (plan.Listeners > 1)
        {
            how.Add($"{plan.Listeners:N0} listeners");
        }

        if (plan.Bindings > 0)
        {
            how.Add($"among {plan.Bindings:N0} bindings");
        }

        if (plan.Scenario == ScenarioKind.Request)
        {
            how.Add($"{plan.InFlight:N0} in flight");
        }

        if (plan.Rate > 0)
        {
            how.Add($"{plan.Rate:N0} a second");
        }

        return string.Join(", ", how);
    }

    private static string Where(LoadPlan plan)
    {
        var subject = plan.Scenario == ScenarioKind.Request ? "Requests" : "Announcements";
        return plan.Scenario switch
        {
            _ when plan.System != SystemKind.Limpet => $"{subject} through {Servers(plan)}",
            ScenarioKind.Engine => "Bus engine",
            ScenarioKind.Star => $"{subject} of {plan.Peers} peers to one server over {Name(plan.Transport)}",
            _ when plan.Buses == 1 => $"{subject} on a bus that the {Host(plan)} hosts",
            _ when plan.Buses == 2 => $"{subject} through a pair over {Name(plan.Transport)}",
            _ => $"{subject} over {plan.Buses} buses in a row, {Name(plan.Transport)}",
        };
    }

    private static string Servers(LoadPlan plan) => (plan.System, plan.Buses) switch
    {
        (SystemKind.Nats, 1) => "a NATS server",
        (SystemKind.Nats, _) => "a NATS server and a leaf node",
        (_, 1) => "a mosquitto",
        _ => "a mosquitto and one with a bridge to it",
    };

    private static string Host(LoadPlan plan) => plan.Host switch
    {
        BusHostKind.Other => "third process",
        BusHostKind.Sender => plan.Scenario == ScenarioKind.Request ? "asker" : "sender",
        _ => plan.Scenario == ScenarioKind.Request ? "replier" : "listener",
    };

    private static string Name(TransportKind transport) => transport switch
    {
        TransportKind.Unix => "a Unix socket",
        TransportKind.Tcp => "TCP",
        _ => "TLS",
    };

    private static string Bytes(int size) => size >= 1024 && size % 1024 == 0 ? $"{size / 1024} KiB" : $"{size} B";
}
