namespace Limpet.Load.Targets;

/// <summary>Requests and their Replies.</summary>
internal static class RequestRows
{
    private const double MostP50 = 2;
    private const double MostP99 = 4;
    private const int Many = 1000;
    private const double AnsweredASecond = 150_000;

    public static IEnumerable<TargetRow> All =>
    [
        new("request", "Request and Reply through a pair, one in flight", "p50 within 2x, p99 within 4x of a bare ping-pong", One),
        new("request-1000", "The same, 1,000 in flight", "150,000 answered a second", Thousand),
    ];

    private static Verdict One(SetRun run)
    {
        var plan = run.Basis with { Scenario = ScenarioKind.Request };
        var result = run.DecideByLatency(plan);
        var (floor, missing) = Beside.Attempt(() => run.DecideByLatency(plan with { System = SystemKind.Floor }));
        var others = Beside.Latency(run, result);
        var ours = result.Latency!;
        if (floor?.Latency is not { } bare)
        {
            return new Verdict($"p50 {ours.P50:N1} us, p99 {ours.P99:N1} us", IsMet: null, $"ping-pong {missing}; {others}");
        }

        var (p50, p99) = (ours.P50 / bare.P50, ours.P99 / bare.P99);
        return new Verdict(
            $"p50 {ours.P50:N1} us ({p50:N2}x), p99 {ours.P99:N1} us ({p99:N2}x)",
            p50 <= MostP50 && p99 <= MostP99,
            $"ping-pong p50 {bare.P50:N1} us, p99 {bare.P99:N1} us{On(CoreKind.One)}{On(CoreKind.Two)}; {others}");

        string On(CoreKind cores)
        {
            if (cores == CoreKind.Two && Environment.ProcessorCount < 2)
            {
                return "";
            }

            var there = run.Point(plan with { System = SystemKind.Floor, Cores = cores }).Latency!;
            return $"; on {(cores == CoreKind.Two ? "two processors" : "one processor")} p50 {there.P50:N1} us, p99 {there.P99:N1} us";
        }
    }

    private static Verdict Thousand(SetRun run)
    {
        var result = run.Decide(run.Basis with { Scenario = ScenarioKind.Request, InFlight = Many });
        return new Verdict(
            $"{result.PerSecond:N0} a second, {result.ProcessorMicrosecondsEach:N2} us each, p99 {result.Latency!.P99 / 1000:N1} ms", result.PerSecond >= AnsweredASecond, Beside.Throughput(run, result));
    }
}
