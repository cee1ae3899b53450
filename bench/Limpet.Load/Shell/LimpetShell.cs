using Limpet.Load.Programs;
using Limpet.Load.Roles;

namespace Limpet.Load.Shell;

/// <summary>Runs the scripts of bench/shell in Limpet.Shell.</summary>
internal sealed class LimpetShell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _program;

    /// <param name="program">The shell; null for the Release build in this repository.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public LimpetShell(string? program)
    {
        _program = program ?? Checkout.At("src", "Limpet.Shell", "bin", "Release", "net10.0", "Limpet.Shell");
        if (!File.Exists(_program))
        {
            throw new FileNotFoundException($"There is no '{_program}'. 'dotnet build -c Release src/Limpet.Shell' makes it, and --shell names another.", _program);
        }
    }

    /// <summary>Which it is: its path in the repository, or where else it is.</summary>
    public string Name => Path.GetFullPath(_program).StartsWith(Checkout.Root + "/", StringComparison.Ordinal) ? Path.GetRelativePath(Checkout.Root, _program) : _program;

    /// <summary>The folder of the module that it has.</summary>
    public string Module => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_program))!, "Modules", "Limpet");

    /// <summary>Runs a script.</summary>
    /// <returns>The lines it printed, each a word and a number.</returns>
    public IReadOnlyList<(string Word, double Number)> Run(string script, params string[] arguments)
        => [.. Execution.MustRun(_program, Patience, ["-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "shell", script), .. arguments])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Select(words => (words[0], double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)))];
}
