using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Limpet.Shell.Commands;

/// <summary><c>Format-Table</c>, with the engine's own parameters and layout.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Makes the cmdlet.</summary>
    public FormatTableCommand() => EngineFormatting.FormatAs(this, "Table");
}
