using Limpet.Load.Device;
using Limpet.Load.Measuring;
using Limpet.Load.Memory;
using Spectre.Console;

namespace Limpet.Load.Report;

/// <summary>Outcomes as tables for people.</summary>
internal static class OutcomeTable
{
    private const double Mebi = 1024 * 1024;

    /// <summary>One table for all that is traffic, and one each for the others.</summary>
    public static IEnumerable<Table> Of(IReadOnlyCollection<IOutcome> outcomes)
    {
        if (outcomes.OfType<LoadResult>().ToList() is { Count: > 0 } traffic)
        {
            yield return ResultTable.Of(traffic);
        }

        foreach (var outcome in outcomes)
        {
            switch (outcome)
            {
                case MemoryOutcome memory:
                    yield return Memory(memory);
                    break;
                case RepeatedOutcome repeated:
                    yield return Repeated(repeated);
                    break;
                case DeviceOutcome device:
                    yield return Device(device);
                    break;
            }
        }
    }

    private static Table Memory(MemoryOutcome outcome)
    {
        var table = new Table { Title = new TableTitle(outcome.What) }.AddColumns("Messages", "Process", "Resident, MiB", "once collected", ".NET objects");
        foreach (var step in outcome.Steps)
        {
            foreach (var (name, memory) in step.Processes)
            {
                table.AddRow($"{step.Messages:N0}", name, $"{memory.Resident / Mebi:N1}", $"{memory.Collected / Mebi:N1}", $"{memory.Live / Mebi:N2}");
            }
        }

        return table;
    }

    private static Table Repeated(RepeatedOutcome outcome)
    {
        var table = new Table { Title = new TableTitle($"{outcome.What}, {outcome.Unit}") }.AddColumns("", "Median", "Least", "Most", "Runs");
        foreach (var figure in outcome.Figures)
        {
            table.AddRow(figure.Name, $"{figure.Median:N0}", $"{figure.Least:N0}", $"{figure.Most:N0}", $"{figure.Runs.Count}");
        }

        return table;
    }

    private static Table Device(DeviceOutcome outcome)
    {
        var table = new Table { Title = new TableTitle($"{outcome.What}, a second") }.AddColumns("", "Median", "Least", "Most", "Requests of the kernel each");
        Add("One device", outcome.Device);
        Add("Through a pair of Limpets to another", outcome.Pair);
        return table;

        void Add(string what, DeviceRates rates) => table.AddRow(what, $"{rates.Median:N0}", $"{rates.Least:N0}", $"{rates.Most:N0}", $"{rates.RequestsEach:N2}");
    }
}
