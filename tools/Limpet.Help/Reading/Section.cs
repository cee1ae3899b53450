using Markdig.Syntax;

namespace Limpet.Help.Reading;

/// <summary>A heading and what stands below it, up to the next heading of its level or a higher one.</summary>
internal sealed record Section(string Title, int Line, IReadOnlyList<Block> Blocks)
{
    /// <summary>Splits blocks at the headings of a level; what stands before the first of them is the first section, without a title.</summary>
    public static IReadOnlyList<Section> Split(string path, IEnumerable<Block> blocks, int level)
    {
        var sections = new List<Section>();
        var current = new List<Block>();
        var (title, line) = ("", 0);
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                sections.Add(new Section(title, line, current));
                (title, line, current) = (PlainText.Of(path, heading.Inline!), heading.Line + 1, []);
            }
            else
            {
                current.Add(block);
            }
        }

        sections.Add(new Section(title, line, current));
        return sections;
    }
}
