using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Test-Path</c>: whether something is at a path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : ItemCommand
{
    /// <summary>The paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public override string[] Path { get; set; } = [];

    /// <summary>Anything, or only what can hold others, or only what cannot.</summary>
    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; }

    /// <inheritdoc/>
    protected override void Process(string path) => WriteObject(!string.IsNullOrWhiteSpace(path) && Exists(path));

    private bool Exists(string path)
    {
        try
        {
            return InvokeProvider.Item.Exists(path, force: false, IsLiteral)
                && (PathType == TestPathType.Any || InvokeProvider.Item.IsContainer(path) == (PathType == TestPathType.Container));
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            return false;
        }
    }
}
