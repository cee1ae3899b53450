using System.Globalization;
using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Get-Date</c>: the time now or another, as an object or as text.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
[OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    /// <summary>The time; now unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public DateTime? Date { get; set; }

    /// <summary>How to write it, in .NET's letters.</summary>
    [Parameter]
    public string Format { get; set; } = "";

    /// <summary>In universal time.</summary>
    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var time = Date ?? DateTime.Now;
        time = AsUTC ? time.ToUniversalTime() : time;
        WriteObject(Format.Length > 0 ? time.ToString(Format, CultureInfo.CurrentCulture) : time);
    }
}
