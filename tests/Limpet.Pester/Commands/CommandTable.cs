using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Limpet.Pester.Running;

namespace Limpet.Pester.Commands;

/// <summary>The commands of a session that runs tests.</summary>
internal static class CommandTable
{
    public const string StepCommand = CommandTableNames.Step;

    // Parts of Pester that are not here. Without an entry a call would say "not recognized", which leaves open whose fault it is.
    private static readonly string[] Unsupported =
    [
        "Mock", "InModuleScope", "Assert-MockCalled", "Assert-VerifiableMock", "Invoke-Pester", "New-PesterContainer", "New-PesterConfiguration",
        "Add-ShouldOperator", "New-Fixture", "New-MockObject", "Get-ShouldOperator",
    ];

    private static readonly (string Name, Type Type)[] Commands =
    [
        ("Describe", typeof(BlockCommand)),
        ("Context", typeof(BlockCommand)),
        ("It", typeof(ItCommand)),
        ("BeforeDiscovery", typeof(BeforeDiscoveryCommand)),
        ("BeforeAll", typeof(SetupCommand)),
        ("BeforeEach", typeof(SetupCommand)),
        ("AfterEach", typeof(SetupCommand)),
        ("AfterAll", typeof(SetupCommand)),
        ("Should", typeof(ShouldCommand)),
        ("Set-ItResult", typeof(SetItResultCommand)),
        (StepCommand, typeof(StepCommand)),
    ];

    public static void AddTo(InitialSessionState state, PesterHost host)
    {
        foreach (var (name, type) in Commands)
        {
            // The engine looks for cmdlets by verb and noun only; a word by itself has to be an alias.
            var full = name.Contains('-', StringComparison.Ordinal) ? name : PesterCommand.Prefix + name;
            state.Commands.Add(new SessionStateCmdletEntry(full, type, helpFileName: null));
            if (!full.Equals(name, StringComparison.Ordinal))
            {
                state.Commands.Add(new SessionStateAliasEntry(name, full));
            }
        }

        foreach (var name in Unsupported)
        {
            state.Commands.Add(new SessionStateFunctionEntry(name, $"throw '{name} belongs to Pester, and this runner does not have it.'"));
        }

        const ScopedItemOptions Everywhere = ScopedItemOptions.Constant | ScopedItemOptions.AllScope;
        state.Variables.Add(new SessionStateVariableEntry(PesterHost.VariableName, host, "", Everywhere));
    }
}
