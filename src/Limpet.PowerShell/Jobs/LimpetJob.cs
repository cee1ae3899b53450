using System.Management.Automation;

namespace Limpet.PowerShell.Jobs;

/// <summary>x</summary>
public sealed class LimpetJob : Job
{
    /// <inheritdoc/>
    public override bool HasMoreData => true;
    /// <inheritdoc/>
    public override string Location => "";
    /// <inheritdoc/>
    public override string StatusMessage => "";
    /// <inheritdoc/>
    public override void StopJob() { }
}
