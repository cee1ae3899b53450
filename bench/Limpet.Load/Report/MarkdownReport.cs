using System.Text;
using Limpet.Load.Charts;
using Limpet.Load.Targets;

namespace Limpet.Load.Report;

/// <summary>A run of the set as the README of its folder.</summary>
internal static class MarkdownReport
{
    private const double Gibi = 1024 * 1024 * 1024;

    public static string Of(RunResult run, IEnumerable<Chart> charts)
    {
        var machine = run.Machine;
        var text = new StringBuilder()
            .AppendLine("# What was measured")
            .AppendLine()
            .AppendLine($"{machine.When:yyyy-MM-dd}, commit {machine.Commit ?? "unknown"}, {machine.Processors} processors ({machine.ProcessorModel}), {machine.MemoryBytes / Gibi:N0} GiB, Linux {machine.Kernel}, "
                + $"{machine.Runtime}; load average before it {machine.Load:N2}; {run.Seconds / 60:N1} minutes in all.")
            .AppendLine("`./build.ps1 -Task Bench` wrote this; [bench/README.md](../README.md) says what the figures mean, and [run.json](run.json) has them all.")
            .AppendLine()
            .AppendLine("| what | measured | target | met | beside |")
            .AppendLine("| --- | --- | --- | --- | --- |");
        foreach (var row in run.Rows)
        {
            text.AppendLine($"| {Cell(row.What)} | {Cell(row.Verdict.Measured)} | {Cell(row.Target)} | {TargetTable.Met(row.Verdict)} | {Cell(row.Verdict.Beside)} |");
        }

        foreach (var chart in charts)
        {
            text.AppendLine().AppendLine($"![{chart.Title}]({chart.File})");
        }

        return text.ToString();
    }

    // A bar would end the cell, also the one of a pipeline in code.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
