namespace Limpet.Schedules.Rewriting;

/// <summary>This program in a directory of its own, beside a rewritten core; gone when disposed.</summary>
internal sealed class PerturbedCopy : IDisposable
{
    /// <summary>The file that names the points.</summary>
    public const string PlacesFile = "places.txt";

    private static readonly string Core = $"{typeof(Core.Kbus).Assembly.GetName().Name}.dll";
    private static readonly string Program = $"{typeof(PerturbedCopy).Assembly.GetName().Name}.dll";

    private readonly string _directory = Directory.CreateTempSubdirectory("limpet-schedules-").FullName;

    public PerturbedCopy()
    {
        var here = AppContext.BaseDirectory;
        var name = Path.GetFileNameWithoutExtension(Program);
        foreach (var file in (string[])[Program, $"{name}.runtimeconfig.json", $"{name}.deps.json", "dnlib.dll", "System.CommandLine.dll", "Serilog.dll"])
        {
            File.Copy(Path.Combine(here, file), Path.Combine(_directory, file));
        }

        var places = CoreRewriter.Rewrite(Path.Combine(here, Core), Path.Combine(_directory, Core));
        File.WriteAllLines(Path.Combine(_directory, PlacesFile), places);
        Places = places.Count;
    }

    /// <summary>How many points the core has.</summary>
    public int Places { get; }

    public string ProgramPath => Path.Combine(_directory, Program);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
