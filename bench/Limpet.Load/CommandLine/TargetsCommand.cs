using System.CommandLine;
using System.Diagnostics;
using Limpet.Load.Charts;
using Limpet.Load.Report;
using Limpet.Load.Targets;
using Spectre.Console;

namespace Limpet.Load.CommandLine;

/// <summary><c>targets</c>: the set.</summary>
internal static class TargetsCommand
{
    private const int DecidingRuns = 3;
    private const double Seconds = 1.5;
    private const double WarmUp = 1;

    public static Command Create()
    {
        var rows = new Option<string[]>("--row") { Description = "Rows to measure; all unless told.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        rows.AcceptOnlyFromAmong([.. TargetSet.Rows.Select(row => row.Id)]);
        var results = new Option<string?>("--results") { Description = "A folder to write run.json, README.md and the charts to." };
        var seconds = Bounded.Option("--seconds", "Seconds that each thing is measured for.", Seconds, 0.01);
        var warmUp = Bounded.Option("--warm-up", "Seconds to run before anything is measured; 0 for none.", WarmUp, 0);
        var runs = Bounded.Option("--runs", "How often what decides a target is measured; the run in the middle counts.", DecidingRuns, 1);
        var shell = new Option<string?>("--shell") { Description = "The Limpet.Shell that is measured; the Release build of this repository unless told." };
        var command = new Command("targets", "Measures all that has a target, beside what others do, and says which targets are met.") { rows, results, seconds, warmUp, runs, shell };
        command.SetAction(parsed => Complaints.Told(() =>
        {
            var wanted = parsed.GetValue(rows)!;
            var set = new SetRun(parsed.GetValue(runs))
            {
                Basis = new LoadPlan { Seconds = parsed.GetValue(seconds), WarmUp = parsed.GetValue(warmUp), Shell = parsed.GetValue(shell) },
            };
            var folder = parsed.GetValue(results) is { } named ? Directory.CreateDirectory(named).FullName : null;
            var run = Measure(set, [.. TargetSet.Rows.Where(row => wanted.Length == 0 || wanted.Contains(row.Id, StringComparer.Ordinal))]);
            AnsiConsole.Write(TargetTable.Of(run));
            if (folder is not null)
            {
                Write(run, folder);
            }

            return 0;
        }));
        return command;
    }

    private static RunResult Measure(SetRun set, IReadOnlyList<TargetRow> rows)
    {
        var machine = MachineFacts.Now();
        var watch = Stopwatch.StartNew();
        var measured = new List<RowResult>();
        foreach (var row in rows)
        {
            var since = watch.Elapsed;
            measured.Add(set.Measure(row));
            Console.Error.WriteLine($"{row.Id}: {measured[^1].Verdict.Measured} ({(watch.Elapsed - since).TotalSeconds:N0} s)");
        }

        return new RunResult(machine, watch.Elapsed.TotalSeconds, measured);
    }

    private static void Write(RunResult run, string folder)
    {
        var charts = GrowthCurves.Of(run);
        foreach (var chart in charts)
        {
            SvgChart.Save(chart, folder);
        }

        JsonReport.Write(Path.Combine(folder, "run.json"), run);
        File.WriteAllText(Path.Combine(folder, "README.md"), MarkdownReport.Of(run, charts));
    }
}
