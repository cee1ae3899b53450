using Limpet.Load.Targets;
using Spectre.Console;

namespace Limpet.Load.Report;

/// <summary>A run of the set as a table for people.</summary>
internal static class TargetTable
{
    public static Table Of(RunResult run)
    {
        var table = new Table { ShowRowSeparators = true }.AddColumns("What", "Measured", "Target", "Met", "Beside");
        foreach (var row in run.Rows)
        {
            table.AddRow(
                new Markup(Markup.Escape(row.What)),
                new Markup(Markup.Escape(row.Verdict.Measured)),
                new Markup(Markup.Escape(row.Target)),
                new Markup(Met(row.Verdict) is { Length: > 0 } met ? $"[{(row.Verdict.IsMet == true ? "green" : "red")}]{met}[/]" : ""),
                new Markup(Markup.Escape(row.Verdict.Beside)));
        }

        return table;
    }

    /// <summary>Whether it was met, in a word.</summary>
    public static string Met(Verdict verdict) => verdict.IsMet switch
    {
        true => "yes",
        false => "no",
        null => "",
    };
}
