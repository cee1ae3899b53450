using System.Management.Automation;

using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Logs;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Set-LimpetLog: says what the session's Limpets log, and where to. What is not said stays as it is, so that a level can be changed while Limpets run.
/// </summary>
[Cmdlet(VerbsCommon.Set, "LimpetLog", DefaultParameterSetName = FileSet, SupportsShouldProcess = true)]
[OutputType(typeof(LimpetLogInfo))]
public sealed class SetLimpetLogCommand : KbusCmdlet
{
    private const string FileSet = "File";
    private const string OffSet = "Off";
    private const int LeastSize = 1024;

    /// <summary>The file to append to; needed where there is no log yet.</summary>
    [Parameter(Position = 0, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What is logged.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public LimpetLogLevel Level { get; set; } = LimpetLogLevel.Information;

    /// <summary>How it is written.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public LimpetLogFormat Format { get; set; } = LimpetLogFormat.Json;

    /// <summary>Begins a file each day.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter RollDaily { get; set; }

    /// <summary>Begins a file after so many bytes.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateRange(LeastSize, long.MaxValue)]
    public long RollSize { get; set; }

    /// <summary>How many files are kept when new ones begin.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Keep { get; set; }

    /// <summary>Ends the log.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OffSet)]
    public SwitchParameter Off { get; set; }

    /// <summary>Gives the log as it then is.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (Off)
        {
            if (Session.Log.File is { } ended && ShouldProcess(ended.Settings.Path, "End the log"))
            {
                WarnOfLost(Session.Log.TurnOff());
            }

            return;
        }

        if (Settings() is not { } settings)
        {
            WriteError(ErrorRecords.Make(ErrorId.NoLog, ErrorCategory.InvalidOperation, target: null, "There is no log in this session yet; expected -Path, the file to log to."));
            return;
        }

        if (settings is { Keep: not null, RollDaily: false, RollSize: null })
        {
            WriteError(ErrorRecords.Make(ErrorId.KeepWithoutRolling, ErrorCategory.InvalidArgument, settings.Keep, "-Keep is about files that new ones follow; expected -RollDaily or -RollSize with it."));
            return;
        }

        if (!ShouldProcess(settings.Path, $"Log at {settings.Level}"))
        {
            return;
        }

        OrReport(settings.Path, () =>
        {
            WarnOfLost(Session.Log.Set(settings));
            WriteVerbose($"Logging {settings.Level} and worse to '{settings.FileOn(DateTime.Now)}'.");
            if (PassThru)
            {
                WriteObject(new LimpetLogInfo(Session.Log.File!));
            }
        });
    }

    private void WarnOfLost(LogFile? closed)
    {
        if (closed?.LastFailure is { } failure)
        {
            WriteWarning($"Not all could be written to '{closed.Settings.Path}': {closed.Lost} events and what waited to be written were lost ({failure}).");
        }
    }

    private LogSettings? Settings()
    {
        var given = MyInvocation.BoundParameters;
        var before = Session.Log.File?.Settings;
        var path = given.ContainsKey(nameof(Path)) ? GetUnresolvedProviderPathFromPSPath(Path) : before?.Path;
        return path is null ? null : new LogSettings(
            path,
            before is null || given.ContainsKey(nameof(Level)) ? Level : before.Level,
            before is null || given.ContainsKey(nameof(Format)) ? Format : before.Format,
            before is null || given.ContainsKey(nameof(RollDaily)) ? RollDaily : before.RollDaily,
            given.ContainsKey(nameof(RollSize)) ? RollSize : before?.RollSize,
            given.ContainsKey(nameof(Keep)) ? Keep : before?.Keep);
    }
}
