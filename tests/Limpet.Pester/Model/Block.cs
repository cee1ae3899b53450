using System.Management.Automation;

namespace Limpet.Pester.Model;

/// <summary>A <c>Describe</c>, a <c>Context</c>, or the file itself, with one row of its data.</summary>
internal sealed class Block(string name, Block? parent, TestData? data, bool skip)
{
    public string Name { get; } = name;

    public Block? Parent { get; } = parent;

    public TestData? Data { get; } = data;

    public bool Skip { get; } = skip || parent is { Skip: true };

    /// <summary>What is in it, blocks and tests, in the order of the script.</summary>
    public List<object> Items { get; } = [];

    /// <summary>The script blocks around its tests; each kind once.</summary>
    public Dictionary<SetupKind, ScriptBlock> Setup { get; } = [];

    /// <summary>The blocks from the file down to this one.</summary>
    public IEnumerable<Block> Chain => (Parent?.Chain ?? []).Append(this);

    public IEnumerable<TestCase> AllTests => Items.SelectMany(i => i is Block block ? block.AllTests : [(TestCase)i]);
}
