namespace Limpet.Scripts.Tests.Documents;

/// <summary>The documents whose blocks are run. Those of docs/cmdlets are help, whose examples <c>ExampleTests</c> runs.</summary>
internal static class DocumentSet
{
    public static IReadOnlyList<DocumentBlock> Blocks { get; } =
    [
        .. new[] { "README.md", "src/Limpet.Core/README.md" }
            .Concat(Directory.GetFiles(Path.Combine(TestPaths.RepoRoot, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal))
            .SelectMany(DocumentReader.Read),
        .. Directory.GetFiles(Path.Combine(TestPaths.RepoRoot, "en-US"), "about_*" + DocumentBlock.TopicExtension).Order(StringComparer.Ordinal)
            .SelectMany(path => TopicReader.Read($"en-US/{Path.GetFileName(path)}")),
    ];

    /// <summary>The blocks that are run one after another, in the same sessions: those of one section of a file.</summary>
    public static IEnumerable<(string File, string Section, IReadOnlyList<DocumentBlock> Blocks)> Sections
        => Blocks.Where(block => block.NotRun is null).GroupBy(block => (block.File, block.Section)).Select(group => (group.Key.File, group.Key.Section, (IReadOnlyList<DocumentBlock>)[.. group]));
}
