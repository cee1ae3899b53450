namespace Limpet.Load.Targets;

/// <summary>A bus between processes, many peers, and buses in a row.</summary>
internal static class TopologyRows
{
    private const double BusASecond = 800_000;
    private const int Peers = 64;
    private const double EachASecond = 1000;
    private const double MostP99 = 5000;
    private const int Longest = 8;
    private const double OneHopShare = 0.5;
    private const double QuietRate = 1000;

    // A latency that grew with the square would be seven times a hop's at the seventh; noise is a fraction of one.
    private const double MostGrowth = 1.5;

    public static IEnumerable<TargetRow> All =>
    [
        new("bus", "Between processes on the embedded bus, 64 B announcements", "800,000 a second", Bus),
        new("star", "64 peers on one listener, 1,000 messages a second each", "under one processor in the serving process, p99 under 5 ms", Star),
        new("chain", "A chain of 8 buses", "latency grows linearly, throughput within 2x of one hop", Chain),
    ];

    private static Verdict Bus(SetRun run)
    {
        var results = Enum.GetValues<BusHostKind>().Select(host => run.Decide(run.Basis with { Scenario = ScenarioKind.Bus, Host = host })).ToList();
        return new Verdict(
            string.Join(", ", results.Select(result => $"hosted by the {result.Plan.Host switch { BusHostKind.Other => "third process", var host => host.ToString().ToLowerInvariant() }}: {result.PerSecond:N0}")) + " a second",
            results.TrueForAll(result => result.PerSecond >= BusASecond),
            Beside.Throughput(run, results.MinBy(result => result.PerSecond)!));
    }

    private static Verdict Star(SetRun run)
    {
        var result = run.DecideByLatency(run.Basis with { Scenario = ScenarioKind.Star, Peers = Peers, Rate = Peers * EachASecond });
        var (server, all) = (result.Processes[0].ProcessorSeconds / result.Seconds, result.Processes.Sum(process => process.ProcessorSeconds) / result.Seconds);
        return new Verdict(
            $"{server:N2} processors (with the peers {all:N2}), p50 {result.Latency!.P50 / 1000:N2} ms, p99 {result.Latency.P99 / 1000:N2} ms; the load generator itself was late by p99 {result.Lateness!.P99 / 1000:N2} ms",
            server < 1 && result.Latency.P99 < MostP99);
    }

    private static Verdict Chain(SetRun run)
    {
        var plan = run.Basis with { Scenario = ScenarioKind.Chain };
        var hop = run.Decide(PairRows.Plan(run));
        var chain = run.Decide(plan with { Buses = Longest });
        var latencies = Enumerable.Range(1, Longest).Select(buses => run.Point(plan with { Buses = buses, Rate = QuietRate })).ToList();
        var growth = latencies[^1].Latency!.P50 / ((Longest - 1) * latencies[1].Latency!.P50);
        return new Verdict(
            $"{chain.PerSecond:N0} a second ({hop.PerSecond / chain.PerSecond:N2}x less than one hop); p50 at {QuietRate:N0} a second over 1 to {Longest} buses {string.Join(", ", latencies.Select(result => $"{result.Latency!.P50:N0}"))} us ({growth:N2} of as many single hops)",
            chain.PerSecond >= OneHopShare * hop.PerSecond && growth <= MostGrowth);
    }
}
