using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary>A cmdlet that does something to each of some paths, of any provider; an error at one does not keep it from the others.</summary>
public abstract class ItemCommand : PSCmdlet
{
    /// <summary>The paths; wildcards in them are looked up.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public virtual string[] Path { get; set; } = [];

    /// <summary>The paths, letter by letter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether the paths are taken letter by letter.</summary>
    protected bool IsLiteral => ParameterSetName is "LiteralPath";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in IsLiteral ? LiteralPath : Path)
        {
            try
            {
                Process(path);
            }
            catch (PipelineStoppedException)
            {
                throw;
            }
            catch (RuntimeException e)
            {
                WriteError(new ErrorRecord(e.ErrorRecord, e));
            }
        }
    }

    /// <summary>Does it to <paramref name="path"/>.</summary>
    protected abstract void Process(string path);
}
