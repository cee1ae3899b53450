using System.Management.Automation;

using Limpet.PowerShell.Logs;

namespace Limpet.PowerShell.Commands;

/// <summary>Get-LimpetLog: how the session's log is set; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "LimpetLog")]
[OutputType(typeof(LimpetLogInfo))]
public sealed class GetLimpetLogCommand : KbusCmdlet
{
    private protected override void Process()
    {
        if (Session.Log.File is { } file)
        {
            WriteObject(new LimpetLogInfo(file));
        }
    }
}
