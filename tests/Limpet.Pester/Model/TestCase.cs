using System.Management.Automation;

namespace Limpet.Pester.Model;

/// <summary>An <c>It</c> with one row of its data, and later its result.</summary>
internal sealed class TestCase(PesterTest test, Block block, ScriptBlock body, TestData? data, bool skip)
{
    public PesterTest Test { get; } = test;

    public Block Block { get; } = block;

    public ScriptBlock Body { get; } = body;

    public TestData? Data { get; } = data;

    public bool Skip { get; } = skip || block.Skip;

    public PesterTestResult? Result { get; set; }
}
