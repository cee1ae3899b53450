using System.Management.Automation;
using Limpet.Pester.Running;

namespace Limpet.Pester.Commands;

/// <summary>A command of the runner.</summary>
public abstract class PesterCommand : PSCmdlet
{
    internal const string Prefix = "Invoke-LimpetPester";

    private protected string Keyword => MyInvocation.MyCommand.Name[Prefix.Length..];

    private protected PesterHost Runner =>
        (SessionState.PSVariable.GetValue(PesterHost.VariableName) as PSObject)?.BaseObject as PesterHost
        ?? SessionState.PSVariable.GetValue(PesterHost.VariableName) as PesterHost
        ?? throw new InvalidOperationException("This session runs no tests.");

    private protected Discovery DiscoveryOnly =>
        Runner.Phase == PesterPhase.Discovery
            ? Runner.Discovery
            : throw new PSInvalidOperationException($"{Keyword} cannot stand inside of a test or of what runs around it.");
}
