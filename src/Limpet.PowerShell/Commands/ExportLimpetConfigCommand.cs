using System.Management.Automation;

using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Endpoints;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Jobs;

namespace Limpet.PowerShell.Commands;

/// <summary>Export-LimpetConfig: writes the Limpets that run in this session to a config file, or puts it out as text.</summary>
[Cmdlet(VerbsData.Export, "LimpetConfig", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportLimpetConfigCommand : KbusCmdlet
{
    private readonly List<int> _ids = [];

    /// <summary>The file; without it the JSON is the output.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The ids of the Limpets, or they themselves from the pipeline; all that run without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LimpetIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => _ids.AddRange(Id ?? []);

    private protected override void End()
    {
        if (Entries() is not { Count: > 0 } entries)
        {
            return;
        }

        var config = new LimpetConfig { Limpets = entries };
        if (Path is null)
        {
            WriteObject(ConfigFile.Format(config).TrimEnd('\n'));
        }
        else
        {
            OrReport(Path, () => Write(config, GetUnresolvedProviderPathFromPSPath(Path)));
        }
    }

    private void Write(LimpetConfig config, string path)
    {
        if (!Force && File.Exists(path))
        {
            WriteError(ErrorRecords.Make(ErrorId.FileExists, ErrorCategory.ResourceExists, path, $"'{path}' is there already; -Force replaces it."));
        }
        else if (ShouldProcess(path, "Write the config"))
        {
            ConfigFile.Save(config, path, Force);
            if (PassThru)
            {
                WriteObject(new FileInfo(path));
            }
        }
    }

    // None where one that was asked for cannot be written: half a config is none.
    private List<LimpetConfigEntry> Entries()
    {
        List<LimpetConfigEntry> entries = [];
        var isWhole = true;
        foreach (var limpet in Wanted(ref isWhole))
        {
            try
            {
                entries.Add(Describe(limpet));
            }
            catch (NotSupportedException e)
            {
                isWhole = false;
                WriteError(ErrorRecords.Make(ErrorId.CannotExport, ErrorCategory.NotImplemented, limpet.Id, $"Limpet {limpet.Id}: {e.Message}", e));
            }
        }

        return isWhole ? entries : [];
    }

    private List<LimpetJob> Wanted(ref bool isWhole)
    {
        var all = Session.Limpets;
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Id)) && !MyInvocation.ExpectingInput)
        {
            var running = all.Where(limpet => !limpet.HasEnded).ToList();
            if (running.Count == 0)
            {
                WriteError(LimpetErrors.NotFound("", "No Limpet runs in this session, so there is nothing to write; -Id names one that has ended."));
            }

            return running;
        }

        List<LimpetJob> wanted = [];
        foreach (var id in _ids.Distinct())
        {
            if (all.FirstOrDefault(limpet => limpet.Id == id) is { } found)
            {
                wanted.Add(found);
            }
            else
            {
                isWhole = false;
                WriteError(LimpetErrors.NotFound(id, $"There is no Limpet {id} in this session; Get-Limpet shows those that run."));
            }
        }

        return wanted;
    }

    private LimpetConfigEntry Describe(LimpetJob job)
    {
        var limpet = job.Limpet;
        if (limpet.IsByHand)
        {
            throw new NotSupportedException("it is on a socket of Connect-LimpetSocket and ends with it, which a config file cannot say.");
        }

        var entry = LimpetConfigEntry.Of(Endpoint.Parse(limpet.Endpoint), limpet.Role, limpet.Options, job.LogPath);
        if (entry.Tls is { HasTypedPassword: true })
        {
            WriteWarning($"Limpet {job.Id}: the password of its certificate is not written; put it in a file of mode 0600 and name that as 'passwordFile' in 'tls'.");
        }

        return entry;
    }
}
