using System.Reflection;

namespace Limpet.Scripts.Tests;

/// <summary>Where things are in the repository that these tests were built from.</summary>
internal static class TestPaths
{
    public static string RepoRoot { get; } = Metadata("RepoRoot");

    public static string PesterScripts { get; } = Path.Combine(RepoRoot, "tests", "pester");

    public static string Examples { get; } = Path.Combine(RepoRoot, "examples");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string Shell { get; } =
        Path.Combine(RepoRoot, "src", "Limpet.Shell", "bin", Configuration, "net10.0", "Limpet.Shell.dll");

    /// <summary>The engine with nothing around it.</summary>
    public static string PlainHost { get; } =
        Path.Combine(RepoRoot, "tests", "Limpet.PlainHost", "bin", Configuration, "net10.0", "Limpet.PlainHost.dll");

    /// <summary>The module as the shell loads it.</summary>
    public static string Module { get; } = Path.Combine(Path.GetDirectoryName(Shell)!, "Modules", "Limpet", "Limpet.psd1");

    public static string Sample(string name) => Path.Combine(RepoRoot, "tests", "Limpet.Scripts.Tests", "Samples", name);

    /// <summary>Whether a program is installed.</summary>
    public static bool HasProgram(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Any(folder => File.Exists(Path.Combine(folder, name)));

    private static string Metadata(string key) =>
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
