using System.CommandLine;
using Limpet.Load.Report;
using Limpet.Load.Scenarios;
using Spectre.Console;

namespace Limpet.Load.CommandLine;

/// <summary>The command line.</summary>
internal static class LoadCommand
{
    public static RootCommand Create()
    {
        var plans = new PlanOptions();
        var json = new Option<string?>("--json") { Description = "A file to write the results to, as JSON." };
        var command = new RootCommand("Measures the bus, and Limpets between processes. Build it with -c Release; bench/README.md explains the figures.") { json };
        plans.AddTo(command);
        command.Add(TargetsCommand.Create());
        command.SetAction(parsed => Complaints.Told(() =>
        {
            var outcomes = plans.Read(parsed).Select(Scenario.Run).ToList();
            foreach (var table in OutcomeTable.Of(outcomes))
            {
                AnsiConsole.Write(table);
            }

            if (parsed.GetValue(json) is { } file)
            {
                JsonReport.Write(file, outcomes);
            }

            return outcomes.TrueForAll(outcome => outcome.IsSound) ? 0 : 1;
        }));
        return command;
    }
}
