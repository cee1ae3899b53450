using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Remove-Item</c>: removes files, folders, variables ...</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveItemCommand : ItemCommand
{
    /// <summary>The paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [];

    /// <summary>With everything in it. Without this a folder that is not empty is asked about.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Hidden and read-only ones too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process(string path)
    {
        var found = IsLiteral
            ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)]
            : SessionState.Path.GetResolvedPSPathFromPSPath(path).Select(p => p.Path).ToArray();
        foreach (var item in found)
        {
            if (MayRemove(item))
            {
                InvokeProvider.Item.Remove([item], recurse: true, Force, literalPath: true);
            }
        }
    }

    private bool MayRemove(string item) =>
        Recurse || !InvokeProvider.Item.IsContainer(item) || !InvokeProvider.ChildItem.HasChild(item, Force, literalPath: true)
        || ShouldContinue($"The item at {item} has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item.", "Confirm");
}
