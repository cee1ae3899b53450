using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Get-ChildItem</c>: what is in a folder or a drive.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
public sealed class GetChildItemCommand : ItemCommand
{
    /// <summary>The paths; here unless given.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [""];

    /// <summary>And in all folders below.</summary>
    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Hidden ones too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Names alone.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    /// <inheritdoc/>
    protected override void Process(string path)
    {
        path = path.Length == 0 ? "." : path;
        if (Name)
        {
            WriteObject(InvokeProvider.ChildItem.GetNames([path], ReturnContainers.ReturnMatchingContainers, Recurse, uint.MaxValue, Force, IsLiteral), true);
        }
        else
        {
            WriteObject(InvokeProvider.ChildItem.Get([path], Recurse, uint.MaxValue, Force, IsLiteral), enumerateCollection: true);
        }
    }
}
