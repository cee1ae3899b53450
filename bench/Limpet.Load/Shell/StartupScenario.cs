using Limpet.Load.Measuring;
using Limpet.Load.Roles;

namespace Limpet.Load.Shell;

/// <summary>How long the module takes to import, and Limpet.Shell from its start to its first message; a process for each run.</summary>
internal static class StartupScenario
{
    /// <summary>The import.</summary>
    public const string Import = "Import-Module";

    /// <summary>The first message.</summary>
    public const string First = "First message after the start";

    public static RepeatedOutcome Run(LimpetShell shell, int runs)
    {
        using var directory = new TemporaryDirectory();
        var copy = directory.At("Limpet");
        Copy(shell.Module, copy);
        var (imports, firsts) = (new List<double>(), new List<double>());
        for (var i = 0; i < runs; i++)
        {
            imports.Add(1000 * shell.Run("import.ps1", Path.Combine(copy, "Limpet.psd1"))[^1].Number);
            var started = Clock.Now;
            firsts.Add((shell.Run("first.ps1")[^1].Number - started) / 1e6);
        }

        return new RepeatedOutcome(shell.Name, "ms", [new Repeated(Import, imports), new Repeated(First, firsts)]);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
