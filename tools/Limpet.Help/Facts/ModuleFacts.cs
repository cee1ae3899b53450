using System.Reflection;
using System.Runtime.Loader;

namespace Limpet.Help.Facts;

/// <summary>Finds the cmdlets of a module's assembly.</summary>
public static class ModuleFacts
{
    /// <summary>Loads the assembly with what lies beside it, in a load context of its own.</summary>
    public static Assembly Load(string assembly) => new ModuleContext(Path.GetFullPath(assembly)).LoadModule();

    /// <summary>Loads the assembly with what lies beside it, and reads what its cmdlets are.</summary>
    public static IReadOnlyList<CommandFacts> Read(string assembly) => Read(Load(assembly));

    /// <summary>Reads what an assembly's cmdlets are, in order of their names.</summary>
    public static IReadOnlyList<CommandFacts> Read(Assembly assembly)
        => [.. assembly.GetTypes().Where(CommandReader.IsCmdlet).Select(CommandReader.Read).OrderBy(command => command.Name, StringComparer.Ordinal)];

    private sealed class ModuleContext(string path) : AssemblyLoadContext("module")
    {
        public Assembly LoadModule() => LoadFromAssemblyPath(path);

        // The engine is this program's own.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, assemblyName.Name + ".dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}
