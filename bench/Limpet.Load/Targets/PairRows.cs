namespace Limpet.Load.Targets;

/// <summary>Announcements through a pair, and the curves of it.</summary>
internal static class PairRows
{
    private const int Kibi = 1024;
    private const double MostProcessorMicroseconds = 1.7;
    private const double FloorShare = 0.5;

    private static readonly int[] Sizes = [16, 64, 256, Kibi, 4 * Kibi, 16 * Kibi, 64 * Kibi, 256 * Kibi];
    private static readonly double[] Rates = [1000, 10_000, 50_000, 100_000, 200_000, 400_000, 800_000];

    public static IEnumerable<TargetRow> All =>
    [
        new("pair-unix", "Bus to bus through a pair over a Unix socket, a process each, 64 B", "1,200,000 a second, under 1.7 us of processor time each, none lost", Unix),
        new("pair-tcp", "The same over TCP loopback", "1,000,000 a second", run => Over(run, TransportKind.Tcp, 1_000_000)),
        new("pair-tls", "The same over TLS", "500,000 a second", run => Over(run, TransportKind.Tls, 500_000)),
        new("pair-4k", "The same with 4 KiB, Unix socket", "150,000 a second", FourKibi),
        new("pair-256k", "The same with 256 KiB, Unix socket", "within 2x of the floor", Large),
        new("sizes", "Throughput over data size, Unix socket", "", BySize),
        new("rates", "Latency over rate, 64 B, Unix socket", "", ByRate),
    ];

    /// <summary>The plan that others are measured against.</summary>
    public static LoadPlan Plan(SetRun run) => run.Basis with { Scenario = ScenarioKind.Pair };

    private static Verdict Unix(SetRun run)
    {
        var result = run.Decide(Plan(run));
        return new Verdict(
            $"{result.PerSecond:N0} a second, {result.ProcessorMicrosecondsEach:N2} us, {result.AllocatedBytesEach:N0} bytes allocated each, {result.Lost:N0} lost",
            result.PerSecond >= 1_200_000 && result.ProcessorMicrosecondsEach < MostProcessorMicroseconds && result.IsSound,
            $"{Beside.Throughput(run, result, decides: true)}; {Beside.Floor(run, result.Plan)}");
    }

    private static Verdict Over(SetRun run, TransportKind transport, double target)
    {
        var result = run.Decide(Plan(run) with { Transport = transport });
        return new Verdict(
            $"{result.PerSecond:N0} a second, {result.ProcessorMicrosecondsEach:N2} us each",
            result.PerSecond >= target,
            transport == TransportKind.Tcp ? Beside.Floor(run, result.Plan) : "");
    }

    private static Verdict FourKibi(SetRun run)
    {
        var result = run.Decide(Plan(run) with { Size = 4 * Kibi });
        return new Verdict(
            $"{result.PerSecond:N0} a second, {result.ProcessorMicrosecondsEach:N2} us each", result.PerSecond >= 150_000, $"{Beside.Throughput(run, result)}; {Beside.Floor(run, result.Plan)}");
    }

    private static Verdict Large(SetRun run)
    {
        var result = run.Decide(Plan(run) with { Size = 256 * Kibi });
        var (floor, missing) = Beside.Attempt(() => run.Decide(result.Plan with { System = SystemKind.Floor }));
        return new Verdict(
            $"{result.PerSecond:N0} a second, {result.ProcessorMicrosecondsEach:N1} us each",
            floor is null ? null : result.PerSecond >= FloorShare * floor.PerSecond,
            $"floor {(floor is null ? missing : $"{floor.PerSecond:N0} a second ({floor.PerSecond / result.PerSecond:N2}x ours)")}; {Beside.Throughput(run, result)}");
    }

    private static Verdict BySize(SetRun run) => new(
        string.Join(", ", Sizes.Select(size => run.Point(Plan(run) with { Size = size })).Select(result => $"{result.Plan.Size:N0} B: {result.PerSecond:N0}")) + " a second", IsMet: null);

    private static Verdict ByRate(SetRun run) => new(
        string.Join(", ", Rates.Select(rate => run.Point(Plan(run) with { Rate = rate })).Select(result => $"{result.Plan.Rate:N0}: p50 {result.Latency!.P50:N0}, p99 {result.Latency.P99:N0}"))
        + " us",
        IsMet: null);
}
