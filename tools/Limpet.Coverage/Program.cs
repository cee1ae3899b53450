using System.Globalization;
using Limpet.Coverage;

const double Least = 95;
string[] promised = ["Messages", "Bus", "Limpets"];

if (args.Length == 0 || args.Any(file => !File.Exists(file)))
{
    Console.Error.WriteLine($"Limpet.Coverage FILE...: Cobertura files; there is no '{args.FirstOrDefault(file => !File.Exists(file))}'.");
    return 2;
}

var folders = CoverageReport.Read(args);
var sums = promised.Select(name => Folder.Sum(name, folders.Where(folder => string.Equals(folder.Name, name, StringComparison.Ordinal) || folder.Name.StartsWith(name + "/", StringComparison.Ordinal)))).ToList();
Console.WriteLine($"{"src/Limpet.Core",-42} {"lines",13} {"",6} {"branches",13}");
foreach (var folder in folders)
{
    Print(folder);
}

Console.WriteLine();
sums.ForEach(Print);

var tooFew = sums.FindAll(sum => sum.Lines == 0 || sum.PercentOfLines < Least);
tooFew.ForEach(sum => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sum.Name}: {sum.PercentOfLines:0.0} % of its lines are run by the tests; expected {Least} %.")));
return tooFew.Count == 0 ? 0 : 1;

static void Print(Folder folder)
    => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(folder.Name.Length == 0 ? "(itself)" : folder.Name),-42} {$"{folder.LinesRun}/{folder.Lines}",13} {folder.PercentOfLines,5:0.0}% {$"{folder.BranchesRun}/{folder.Branches}",13} {folder.PercentOfBranches,5:0.0}%"));
