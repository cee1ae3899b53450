using Limpet.Load.Measuring;
using Spectre.Console;

namespace Limpet.Load.Report;

/// <summary>Results as a table for people: a column each.</summary>
internal static class ResultTable
{
    private const double Mebi = 1024 * 1024;

    private static readonly (string Measure, Func<LoadResult, string> Of)[] Rows =
    [
        ("A second", r => $"{r.PerSecond:N0}"),
        ("Deliveries a second", r => $"{r.DeliveriesPerSecond:N0}"),
        ("Latency p50, us", r => Microseconds(r.Latency?.P50)),
        ("p90", r => Microseconds(r.Latency?.P90)),
        ("p99", r => Microseconds(r.Latency?.P99)),
        ("p99.9", r => Microseconds(r.Latency?.P999)),
        ("max", r => Microseconds(r.Latency?.Max)),
        ("Late by itself p99, us", r => Microseconds(r.Lateness?.P99)),
        ("Processor time each, us", r => Each(r, $"{r.ProcessorMicrosecondsEach:N2}", p => $"{p.ProcessorSeconds * 1e6 / Math.Max(1, r.Sent):N2}")),
        ("Processors busy", r => Each(r, $"{r.Processes.Sum(p => p.ProcessorSeconds) / r.Seconds:N2}", p => $"{p.ProcessorSeconds / r.Seconds:N2}")),
        ("Bytes allocated each", r => r.AllocatedBytesEach is { } bytes ? Each(r, $"{bytes:N0}", p => p.AllocatedBytes is { } own ? $"{own / (double)Math.Max(1, r.Sent):N0}" : "-") : "-"),
        ("Peak memory, MiB", r => Each(r, total: null, p => p.PeakBytes is { } peak ? $"{peak / Mebi:N0}" : "-")),
        ("Sent", r => $"{r.Sent:N0}"),
        ("Lost", r => $"{r.Lost:N0}"),
        ("Out of order, refused", r => $"{r.OutOfOrder:N0}"),
    ];

    public static Table Of(IReadOnlyCollection<LoadResult> results)
    {
        var table = new Table().AddColumn("").AddColumns([.. results.Select(result => new TableColumn(Markup.Escape(result.What)))]);
        foreach (var (measure, of) in Rows)
        {
            table.AddRow([measure, .. results.Select(result => Markup.Escape(of(result)))]);
        }

        return table;
    }

    private static string Microseconds(double? value) => value is null ? "-" : $"{value:N1}";

    private static string Each(LoadResult result, string? total, Func<ProcessReport, string> of)
    {
        var each = string.Join(", ", result.Processes.Select(process => $"{process.Name} {of(process)}"));
        return total is null ? each : $"{total} ({each})";
    }
}
