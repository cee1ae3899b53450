using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>New-Item</c>: makes a file, a folder, a variable ...</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
public sealed class NewItemCommand : PSCmdlet
{
    /// <summary>The paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>What to make: File or Directory, in the file system.</summary>
    [Parameter]
    [Alias("Type")]
    public string? ItemType { get; set; }

    /// <summary>What to put into it.</summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    /// <summary>Writes over a file that exists; content with a folder that does.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            try
            {
                WriteObject(InvokeProvider.Item.New([path], name: null, ItemType, Value, Force), enumerateCollection: true);
            }
            catch (RuntimeException e) when (e is not PipelineStoppedException)
            {
                WriteError(new ErrorRecord(e.ErrorRecord, e));
            }
        }
    }
}
