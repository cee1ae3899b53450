using System.Management.Automation;
using Limpet.Pester.Model;

namespace Limpet.Pester.Commands;

/// <summary><c>Describe</c> and <c>Context</c>.</summary>
[Cmdlet("Describe", "Block")]
public sealed class BlockCommand : PesterCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>The body.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Fixture { get; set; } = ScriptBlock.Create("");

    /// <summary>Words to select tests by; all tests are run here.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Runs none of its tests.</summary>
    [Parameter]
    public SwitchParameter Skip { get; set; }

    /// <summary>Rows of data; the block is there once for each.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ForEach { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var discovery = DiscoveryOnly;
        foreach (var row in TestData.Rows(MyInvocation.BoundParameters.ContainsKey(nameof(ForEach)), ForEach, Name))
        {
            discovery.AddBlock(Name, row, Skip, _ => Runner.InNewScope(this, inner =>
            {
                row?.SetVariables(inner.SessionState);
                if (Runner.RunHere(inner, Fixture) is { } error)
                {
                    inner.ThrowTerminatingError(error);
                }
            }));
        }
    }
}
