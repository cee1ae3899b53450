using System.Management.Automation;

using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Jobs;

namespace Limpet.PowerShell.Commands;

/// <summary>Stop-Limpet: ends Limpets cleanly, and returns once they have ended. Their jobs stay in the job table, Stopped, until Remove-Job.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Limpet", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopLimpetCommand : KbusCmdlet
{
    private const string IdSet = "Id";
    private const string EndpointSet = "Endpoint";

    /// <summary>The ids; also those of Limpets or their jobs from the pipeline.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(LimpetIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>Endpoints: what listens on or connected to them is stopped.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EndpointSet)]
    [ArgumentCompleter(typeof(RunningEndpointCompleter))]
    public string[] Endpoint { get; set; } = [];

    private protected override void Process()
    {
        foreach (var id in Id)
        {
            OrReport(id, () => StopById(id));
        }

        foreach (var endpoint in Endpoint)
        {
            OrReport(endpoint, () => StopAt(endpoint));
        }
    }

    private void StopById(int id)
    {
        if (Session.Limpets.FirstOrDefault(limpet => limpet.Id == id) is { } found)
        {
            Stop(found);
        }
        else
        {
            WriteError(LimpetErrors.NotFound(id, $"There is no Limpet {id} in this session; Get-Limpet shows those that run."));
        }
    }

    private void StopAt(string text)
    {
        var endpoint = ParseEndpoint(text).ToString();
        var found = Session.Limpets.Where(limpet => !limpet.HasEnded && string.Equals(limpet.Info.Endpoint, endpoint, StringComparison.Ordinal)).ToList();
        if (found.Count == 0)
        {
            WriteError(LimpetErrors.NotFound(text, $"No Limpet of this session runs at {endpoint}; Get-Limpet shows those that do."));
        }

        found.ForEach(Stop);
    }

    private void Stop(LimpetJob limpet)
    {
        if (ShouldProcess(limpet.Info.ToString(), "Stop"))
        {
            limpet.Stop(StopToken);
        }
    }
}
