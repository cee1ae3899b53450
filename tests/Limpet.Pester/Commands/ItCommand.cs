using System.Management.Automation;
using Limpet.Pester.Model;

namespace Limpet.Pester.Commands;

/// <summary><c>It</c>: a test.</summary>
[Cmdlet("It", "Test")]
public sealed class ItCommand : PesterCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>The body.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Test { get; set; } = ScriptBlock.Create("");

    /// <summary>Words to select tests by; all tests are run here.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Does not run it.</summary>
    [Parameter]
    public SwitchParameter Skip { get; set; }

    /// <summary>Rows of data; the test is there once for each.</summary>
    [Parameter]
    [Alias("TestCases")]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ForEach { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var discovery = DiscoveryOnly;
        foreach (var row in TestData.Rows(MyInvocation.BoundParameters.ContainsKey(nameof(ForEach)), ForEach, Name))
        {
            discovery.AddTest(Name, Test, row, Skip);
        }
    }
}
