using System.Management.Automation;
using System.Text;

namespace Limpet.Shell.Commands;

/// <summary>What <c>Set-Content</c> and <c>Add-Content</c> share. They write files; the other providers' items are set by assigning to them.</summary>
public abstract class ContentWritingCommand : PSCmdlet, IDisposable
{
    private readonly List<StreamWriter> _writers = [];

    /// <summary>The files.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string[] Path { get; set; } = [];

    /// <summary>The lines.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Value { get; set; }

    /// <summary>No line break after each value.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>How the files are opened.</summary>
    protected abstract FileMode Mode { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the files.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writers.ForEach(w => w.Dispose());
            _writers.Clear();
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        foreach (var path in Path.Select(p => ProviderPath.ForWriting(this, p, literal: false)))
        {
            if (!ShouldProcess(path, MyInvocation.MyCommand.Name))
            {
                continue;
            }

            try
            {
                var stream = new FileStream(path, Mode, FileAccess.Write, FileShare.ReadWrite);
                _writers.Add(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(e, "GetContentWriterIOError", ErrorCategory.WriteError, path));
            }
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var value in Value ?? [])
        {
            var text = LanguagePrimitives.ConvertTo<string>(value) + (NoNewline ? "" : Environment.NewLine);
            _writers.ForEach(w => w.Write(text));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Dispose();
}
