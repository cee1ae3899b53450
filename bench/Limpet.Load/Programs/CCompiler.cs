namespace Limpet.Load.Programs;

/// <summary>gcc.</summary>
internal static class CCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Builds a program of one file.</summary>
    /// <exception cref="NotInstalledException">There is no gcc.</exception>
    public static void Build(string output, string source)
        => Execution.MustRun(ProgramFile.Require("gcc", "gcc"), Patience, "-std=c99", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-O2", "-o", output, source);
}
