using System.Management.Automation;

using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Jobs;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Get-Limpet: the Limpets that run in this session, with their state and counters, or each of their peers; by id also one that has ended and whose job
/// is still there.
/// </summary>
[Cmdlet(VerbsCommon.Get, "Limpet")]
[OutputType(typeof(LimpetInfo), typeof(PeerInfo))]
public sealed class GetLimpetCommand : KbusCmdlet
{
    /// <summary>The ids; all that run without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LimpetIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>The peers in place of the Limpets, each with its own counters.</summary>
    [Parameter]
    public SwitchParameter Peer { get; set; }

    private protected override void Process()
    {
        var limpets = Session.Limpets;
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Id)))
        {
            foreach (var limpet in limpets.Where(limpet => !limpet.HasEnded))
            {
                Write(limpet);
            }

            return;
        }

        foreach (var id in Id)
        {
            if (limpets.FirstOrDefault(limpet => limpet.Id == id) is { } found)
            {
                Write(found);
            }
            else
            {
                WriteError(LimpetErrors.NotFound(id, $"There is no Limpet {id} in this session."));
            }
        }
    }

    private void Write(LimpetJob limpet)
    {
        if (Peer)
        {
            WriteObject(limpet.Info.Peers, enumerateCollection: true);
        }
        else
        {
            WriteObject(limpet.Info);
        }
    }
}
