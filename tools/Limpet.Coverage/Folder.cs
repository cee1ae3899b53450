namespace Limpet.Coverage;

/// <summary>How much of the files of a folder was run.</summary>
/// <param name="Name">The folder, from <c>src/Limpet.Core</c> on.</param>
/// <param name="Lines">Lines with code.</param>
/// <param name="LinesRun">Those of them that were run.</param>
/// <param name="Branches">Ways that a condition may go.</param>
/// <param name="BranchesRun">Those of them that were gone.</param>
internal sealed record Folder(string Name, int Lines, int LinesRun, int Branches, int BranchesRun)
{
    public double PercentOfLines => Percent(LinesRun, Lines);

    public double PercentOfBranches => Percent(BranchesRun, Branches);

    /// <summary>All of them as one.</summary>
    public static Folder Sum(string name, IEnumerable<Folder> folders)
        => folders.Aggregate(new Folder(name, 0, 0, 0, 0), (sum, one) => new Folder(name, sum.Lines + one.Lines, sum.LinesRun + one.LinesRun, sum.Branches + one.Branches, sum.BranchesRun + one.BranchesRun));

    private static double Percent(int part, int whole) => whole == 0 ? 100 : 100.0 * part / whole;
}
