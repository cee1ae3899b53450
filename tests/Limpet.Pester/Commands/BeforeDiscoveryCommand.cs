using System.Management.Automation;

namespace Limpet.Pester.Commands;

/// <summary><c>BeforeDiscovery</c>: runs at once, where it stands.</summary>
[Cmdlet("Setup", "Discovery")]
public sealed class BeforeDiscoveryCommand : PesterCommand
{
    /// <summary>What to run.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock ScriptBlock { get; set; } = ScriptBlock.Create("");

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _ = DiscoveryOnly;
        if (Runner.RunHere(this, ScriptBlock) is { } error)
        {
            ThrowTerminatingError(error);
        }
    }
}
