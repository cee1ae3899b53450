using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Limpet.Shell.Commands;

/// <summary>The commands that the shell adds to the engine's: all cmdlets of this assembly.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<SessionStateCommandEntry> Entries { get; } =
    [
        .. from type in typeof(CommandCatalog).Assembly.GetTypes()
           let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
           where cmdlet is not null
           select new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null),
    ];
}
