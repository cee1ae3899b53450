using System.Management.Automation;
using Limpet.Pester.Running;

namespace Limpet.Pester.Commands;

/// <summary><c>Set-ItResult -Skipped</c>: leaves the test, which counts as skipped.</summary>
[Cmdlet(VerbsCommon.Set, "ItResult")]
public sealed class SetItResultCommand : PesterCommand
{
    /// <summary>The test is skipped.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter Skipped { get; set; }

    /// <summary>Why.</summary>
    [Parameter]
    public string Because { get; set; } = "";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var reason = Because.Length > 0 ? Because : "Set-ItResult -Skipped";
        ThrowTerminatingError(new ErrorRecord(new SkippedException(reason), "PesterTestSkipped", ErrorCategory.InvalidResult, targetObject: null));
    }
}
