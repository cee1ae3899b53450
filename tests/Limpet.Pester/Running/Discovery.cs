using System.Management.Automation;
using Limpet.Pester.Model;

namespace Limpet.Pester.Running;

/// <summary>Collects the blocks and tests that a file defines.</summary>
internal sealed class Discovery
{
    private readonly List<TestCase> _tests = [];

    public Discovery() => Current = Root;

    public Block Root { get; } = new("", parent: null, data: null, skip: false);

    /// <summary>The block whose body is being run.</summary>
    public Block Current { get; private set; }

    public IReadOnlyList<TestCase> Tests => _tests;

    /// <summary>Adds a block and lets <paramref name="runBody"/> run its body.</summary>
    public void AddBlock(string name, TestData? data, bool skip, Action<Block> runBody)
    {
        var rows = Current.Chain.Select(b => b.Data).Append(data).Reverse();
        var block = new Block(NameTemplate.Fill(name, rows), Current, data, skip);
        Current.Items.Add(block);
        Current = block;
        try
        {
            runBody(block);
        }
        finally
        {
            Current = block.Parent!;
        }
    }

    public void AddTest(string name, ScriptBlock body, TestData? data, bool skip)
    {
        if (Current == Root)
        {
            throw new PSInvalidOperationException($"It '{name}' stands outside of any Describe.");
        }

        var rows = Current.Chain.Select(b => b.Data).Append(data).Reverse();
        var names = Current.Chain.Skip(1).Select(b => b.Name).Append(NameTemplate.Fill(name, rows));
        var test = new TestCase(new PesterTest(_tests.Count, string.Join(" / ", names)), Current, body, data, skip);
        Current.Items.Add(test);
        _tests.Add(test);
    }

    public void AddSetup(SetupKind kind, ScriptBlock body)
    {
        if (!Current.Setup.TryAdd(kind, body))
        {
            throw new PSInvalidOperationException($"{kind} is defined twice in the same block, '{Current.Name}'.");
        }
    }
}
