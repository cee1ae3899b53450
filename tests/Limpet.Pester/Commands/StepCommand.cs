using System.Management.Automation;

namespace Limpet.Pester.Commands;

/// <summary>Does the runner's next step, in the scope it is called in.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "LimpetPesterStep")]
public sealed class StepCommand : PesterCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var step = Runner.Next ?? throw new InvalidOperationException("There is no step to do.");
        Runner.Next = null;
        step(this);
    }
}
