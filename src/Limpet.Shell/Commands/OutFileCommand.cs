using System.Management.Automation;
using System.Text;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Limpet.Shell.Commands;

/// <summary><c>Out-File</c>, which is also what <c>&gt;</c> and <c>&gt;&gt;</c> run: its input as the terminal would show it, as UTF-8.</summary>
[Cmdlet(VerbsData.Out, "File", DefaultParameterSetName = "ByPath", SupportsShouldProcess = true)]
public sealed class OutFileCommand : FrontEndCommandBase
{
    // As wide as it takes, so that nothing is cut off in a file that is no table.
    private const int WidthOfFile = 1_000_000;

    private StreamWriter? _writer;

    /// <summary>The file; wildcards in it are looked up.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    /// <summary>The file, letter by letter.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByLiteralPath")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    /// <summary>Adds to the end of the file.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Refuses to write over a file.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes over a file that is marked read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The columns to format for.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = WidthOfFile;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var given = ParameterSetName is "ByPath" ? FilePath : LiteralPath;
        var path = ProviderPath.ForWriting(this, given, literal: ParameterSetName is not "ByPath");
        if (ShouldProcess(path, "Output to File"))
        {
            try
            {
                _writer = FileOpening.Open(path, Append, NoClobber, Force);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var category = e is IOException ? ErrorCategory.OpenError : ErrorCategory.PermissionDenied;
                ThrowTerminatingError(new ErrorRecord(e, "FileOpenFailure", category, path));
            }
        }

        EngineFormatting.PrintTo(this, _writer ?? TextWriter.Null, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        _writer?.Dispose();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writer?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static class FileOpening
    {
        public static StreamWriter Open(string path, bool append, bool noClobber, bool force)
        {
            if (force && File.Exists(path))
            {
                File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
            }

            var mode = append ? FileMode.Append : noClobber ? FileMode.CreateNew : FileMode.Create;
            var stream = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite);
            return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        }
    }
}
