using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Get-Content</c>: the lines of a file.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : ItemCommand
{
    /// <summary>The paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [];

    /// <summary>The whole file as one string.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>So many lines from the beginning.</summary>
    [Parameter]
    [Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long TotalCount { get; set; } = long.MaxValue;

    /// <inheritdoc/>
    protected override void Process(string path)
    {
        if (Raw)
        {
            foreach (var file in Files(path))
            {
                WriteObject(File.ReadAllText(file));
            }

            return;
        }

        foreach (var reader in InvokeProvider.Content.GetReader([path], force: false, IsLiteral))
        {
            using (reader)
            {
                for (var left = TotalCount; left > 0 && !Stopping; left--)
                {
                    if (reader.Read(1) is not { Count: > 0 } block)
                    {
                        break;
                    }

                    WriteObject(block[0]);
                }
            }
        }
    }

    private System.Collections.ObjectModel.Collection<string> Files(string path) =>
        IsLiteral ? [ProviderPath.ForWriting(this, path, literal: true)] : GetResolvedProviderPathFromPSPath(path, out _);
}
