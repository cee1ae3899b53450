using System.Diagnostics;
using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Measure-Command</c>: how long a script block takes. What it gives is thrown away.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command")]
[OutputType(typeof(TimeSpan))]
public sealed class MeasureCommandCommand : PSCmdlet
{
    private TimeSpan _elapsed;

    /// <summary>What to measure.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock Expression { get; set; } = ScriptBlock.Create("");

    /// <summary>The object that <c>$_</c> is; the block runs once for each.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var start = Stopwatch.GetTimestamp();
        List<PSVariable> variables = [new PSVariable("_", InputObject)];
        Expression.InvokeWithContext(functionsToDefine: null, variables);
        _elapsed += Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(_elapsed);
}
