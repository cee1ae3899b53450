using Limpet.Help.Facts;
using Limpet.Help.Model;
using Limpet.Help.Reading;

namespace Limpet.Scripts.Tests.Help;

/// <summary>The help as it is written, and the module as it was built.</summary>
internal static class HelpFiles
{
    public static string Folder { get; } = Path.Combine(TestPaths.RepoRoot, "docs", "cmdlets");

    public static HelpSet Help { get; } = HelpReader.ReadFolder(Folder);

    public static IReadOnlyList<CommandFacts> Commands { get; } =
        ModuleFacts.Read(Path.Combine(Path.GetDirectoryName(TestPaths.Module)!, "bin", "Limpet.PowerShell.dll"));
}
