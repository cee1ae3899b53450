using System.Globalization;
using Limpet.Load.Measuring;
using Limpet.Load.Programs;
using Limpet.Load.Roles;

namespace Limpet.Load.Floor;

/// <summary>bench/floor: the bytes of announcements moved, or a ping-pong of as many bytes as a Request has, by a C program over the same kind of socket.</summary>
internal static class FloorScenario
{
    // What a Limpet's wire (limpet.md 1) has around the data: the header, the name with its zeros, the guard behind it all.
    private const int FrameBytes = 64 + 20 + 4;
    private const int BytesAWrite = 65536;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="NotInstalledException">There is no gcc.</exception>
    public static LoadResult Run(LoadPlan plan)
    {
        if (plan.Rate > 0 || plan.InFlight > 1 || plan.Messages is not null || plan.Listeners > 1)
        {
            throw new BadPlanException("The floor has no rate, number, listeners or Requests in flight: it is as fast as it can be, for --seconds.");
        }

        if (plan.Cores == CoreKind.Two && Environment.ProcessorCount < 2)
        {
            throw new BadPlanException("There is one processor alone; expected --cores free or one.");
        }

        using var directory = new TemporaryDirectory();
        CCompiler.Build(directory.At("floor"), Path.Combine(AppContext.BaseDirectory, "floor", "floor.c"));
        var socket = plan.Transport == TransportKind.Unix ? "unix" : "tcp";
        var seconds = plan.Seconds.ToString(CultureInfo.InvariantCulture);
        string[] arguments = plan.Scenario == ScenarioKind.Request
            ? ["pingpong", socket, Text(plan.Size), seconds, plan.Cores.ToString().ToLowerInvariant()]
            : ["stream", socket, Text(FrameOf(plan.Size)), Text(Math.Max(1, BytesAWrite / FrameOf(plan.Size))), seconds];
        var figures = Execution.MustRun(directory.At("floor"), Patience, arguments).Split(' ', StringSplitOptions.TrimEntries).Select(figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        var (count, nanoseconds, processor) = (figures[0], figures[1], figures[2]);
        var latency = figures.Length == 3 ? null : new LatencySummary(count, figures[3] / 1e3, figures[4] / 1e3, figures[5] / 1e3, figures[6] / 1e3, figures[7] / 1e3);
        return new LoadResult(
            WordingOf(plan, socket), plan, count, count, count, OutOfOrder: 0, nanoseconds / 1e9, latency, Lateness: null, [new ProcessReport("both", processor / 1e9, AllocatedBytes: null, PeakBytes: null)]);
    }

    private static string WordingOf(LoadPlan plan, string socket) => plan.Scenario == ScenarioKind.Request
        ? $"Floor: ping-pong of {plan.Size} B over a {socket} socket{plan.Cores switch { CoreKind.One => ", on one processor", CoreKind.Two => ", on two processors", _ => "" }}"
        : $"Floor: the bytes of {plan.Size} B announcements over a {socket} socket";

    // Zeros to a multiple of 4 bytes.
    private static int FrameOf(int size) => FrameBytes + (size + 3) / 4 * 4;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
