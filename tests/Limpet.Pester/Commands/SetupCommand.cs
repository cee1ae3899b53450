using System.Management.Automation;
using Limpet.Pester.Model;

namespace Limpet.Pester.Commands;

/// <summary><c>BeforeAll</c>, <c>BeforeEach</c>, <c>AfterEach</c> and <c>AfterAll</c>.</summary>
[Cmdlet("Setup", "Block")]
public sealed class SetupCommand : PesterCommand
{
    /// <summary>What to run.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Scriptblock { get; set; } = ScriptBlock.Create("");

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        DiscoveryOnly.AddSetup(Enum.Parse<SetupKind>(Keyword), Scriptblock);
}
