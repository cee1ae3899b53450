using System.Text.Json;
using System.Xml.Linq;
using Limpet.Load.Roles;
using Limpet.Load.Targets;

namespace Limpet.Load.Tests;

/// <summary>The set and what it writes.</summary>
public sealed class TargetTests
{
    [Fact]
    public async Task A_run_is_written_as_JSON_Markdown_and_charts()
    {
        using var directory = new TemporaryDirectory();
        var (exitCode, output, errors) = await LoadProgram.RunAsync("targets", "--row", "engine", "engine-listeners", "--runs", "1", "--seconds", "0.05", "--warm-up", "0", "--results", directory.Path);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("3,000,000", output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(directory.At("run.json"), TestContext.Current.CancellationToken));
        Assert.Equal(Environment.ProcessorCount, json.RootElement.GetProperty("machine").GetProperty("processors").GetInt32());
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["engine", "engine-listeners"], rows.Select(row => row.GetProperty("id").GetString()));
        Assert.All(rows, row => Assert.Contains(row.GetProperty("verdict").GetProperty("isMet").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]));
        Assert.Equal(7, rows[1].GetProperty("outcomes").GetArrayLength());

        var readme = await File.ReadAllTextAsync(directory.At("README.md"), TestContext.Current.CancellationToken);
        Assert.Contains("| Bus engine, one sender, one listener, 64 B, in process |", readme, StringComparison.Ordinal);
        Assert.Contains("](listeners.svg)", readme, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Parse(await File.ReadAllTextAsync(directory.At("listeners.svg"), TestContext.Current.CancellationToken)).Root!.Name.LocalName);
    }

    [Fact]
    public async Task What_is_not_installed_is_said_and_the_rest_measured()
    {
        using var empty = new TemporaryDirectory();
        var (exitCode, output, errors) = await LoadProgram.RunAsync(empty.Path, ["targets", "--row", "pair-tcp", "--runs", "1", "--seconds", "0.05", "--warm-up", "0"]);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("floor not measured: gcc is not installed (Debian package gcc)", output.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Matches(@"pair-tcp: [\d,]+ a second", errors);
    }

    [Fact]
    public async Task Each_row_is_explained()
    {
        var readme = await File.ReadAllTextAsync(Checkout.At("bench", "README.md"), TestContext.Current.CancellationToken);
        Assert.All(TargetSet.Rows, row => Assert.Contains($"`{row.Id}`", readme, StringComparison.Ordinal));
        Assert.Equal(TargetSet.Rows.Count, TargetSet.Rows.DistinctBy(row => row.Id).Count());
    }
}
