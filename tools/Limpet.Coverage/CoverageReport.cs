using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Limpet.Coverage;

/// <summary>Reads Cobertura files, as coverlet writes them. A line is run where it is run in any of them.</summary>
internal static partial class CoverageReport
{
    private const string Root = "src/Limpet.Core/";

    public static IReadOnlyList<Folder> Read(IEnumerable<string> files)
    {
        var lines = new Dictionary<(string File, int Number), (bool IsRun, int Branches, int BranchesRun)>();
        foreach (var (type, file) in files.SelectMany(Types))
        {
            var begin = file.IndexOf(Root, StringComparison.Ordinal);
            if (begin < 0 || file.Contains("/obj/", StringComparison.Ordinal))
            {
                // Of another project, or written by the compiler.
                continue;
            }

            foreach (var line in type.Element("lines")!.Elements("line"))
            {
                var at = (file[(begin + Root.Length)..], int.Parse(line.Attribute("number")!.Value, CultureInfo.InvariantCulture));
                var (isRun, branches, branchesRun) = lines.GetValueOrDefault(at);
                var (run, all) = BranchesOf(line);
                lines[at] = (isRun || !string.Equals(line.Attribute("hits")!.Value, "0", StringComparison.Ordinal), Math.Max(all, branches), Math.Max(run, branchesRun));
            }
        }

        return
        [
            .. lines.GroupBy(line => Path.GetDirectoryName(line.Key.File)!, StringComparer.Ordinal)
                .Select(group => new Folder(group.Key, group.Count(), group.Count(line => line.Value.IsRun), group.Sum(line => line.Value.Branches), group.Sum(line => line.Value.BranchesRun)))
                .OrderBy(folder => folder.Name, StringComparer.Ordinal),
        ];
    }

    // Their files, as they are named there, go from one of the sources.
    private static IEnumerable<(XElement Type, string File)> Types(string path)
    {
        var report = XDocument.Load(path);
        var sources = report.Descendants("source").Select(source => source.Value).ToList();
        return report.Descendants("class").Select(type => (type, sources.Select(source => Path.Combine(source, type.Attribute("filename")!.Value)).FirstOrDefault(File.Exists) ?? ""));
    }

    private static (int Run, int All) BranchesOf(XElement line)
        => line.Attribute("condition-coverage") is { } coverage && Conditions().Match(coverage.Value) is { Success: true } match
            ? (int.Parse(match.Groups["run"].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups["all"].Value, CultureInfo.InvariantCulture))
            : (0, 0);

    [GeneratedRegex(@"\((?<run>\d+)/(?<all>\d+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Conditions();
}
