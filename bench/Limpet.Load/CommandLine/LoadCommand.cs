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
        command.SetAction(parsed =>
        {
            var results = plans.Read(parsed).Select(Scenario.Run).ToList();
            AnsiConsole.Write(ResultTable.Of(results));
            if (parsed.GetValue(json) is { } file)
            {
                JsonReport.Write(file, results);
            }

            return results.All(result => result.IsSound) ? 0 : 1;
        });
        return command;
    }
}
