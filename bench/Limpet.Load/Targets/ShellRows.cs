using Limpet.Load.Measuring;
using Limpet.Load.Memory;
using Limpet.Load.Shell;

namespace Limpet.Load.Targets;

/// <summary>What people meet: the cmdlets, the start, and memory.</summary>
internal static class ShellRows
{
    private const double CmdletsASecond = 100_000;
    private const double ImportMilliseconds = 150;
    private const double FirstMilliseconds = 1000;

    public static IEnumerable<TargetRow> All =>
    [
        new("cmdlets", "1..100000 | Send-KbusMessage; Get-KbusMessage -Count 100000", "100,000 a second each", Cmdlets),
        new("startup", "Import of the module; first message after the start of Limpet.Shell", "150 ms; 1 s", Startup),
        new("memory", "Memory of a pair after 10,000, 100,000 and 1,000,000 messages", "flat after the first 10,000", Memory),
    ];

    private static Verdict Cmdlets(SetRun run)
    {
        var result = run.Once<RepeatedOutcome>(run.Basis with { Scenario = ScenarioKind.Cmdlets });
        var (send, get) = (result[CmdletScenario.Send].Median, result[CmdletScenario.Get].Median);
        return new Verdict($"{send:N0} and {get:N0} a second", send >= CmdletsASecond && get >= CmdletsASecond);
    }

    private static Verdict Startup(SetRun run)
    {
        var result = run.Once<RepeatedOutcome>(run.Basis with { Scenario = ScenarioKind.Startup });
        var (import, first) = (result[StartupScenario.Import].Median, result[StartupScenario.First].Median);
        return new Verdict($"{import:N0} ms; {first:N0} ms ({result.What})", import <= ImportMilliseconds && first <= FirstMilliseconds);
    }

    private static Verdict Memory(SetRun run)
    {
        const double Mebi = 1024 * 1024;
        var result = run.Once<MemoryOutcome>(run.Basis with { Scenario = ScenarioKind.Memory });
        return new Verdict(
            string.Join("; ", result.Steps.Select(step => $"{step.Messages:N0}: " + string.Join(", ", step.Processes.Select(process => $"{process.Name} {process.Memory.Collected / Mebi:N1} MiB")))),
            result.IsFlat);
    }
}
