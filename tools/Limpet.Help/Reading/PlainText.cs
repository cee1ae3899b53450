using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Limpet.Help.Reading;

/// <summary>Markdown as Get-Help can show it: the words, without what makes them bold, code or links.</summary>
internal static class PlainText
{
    /// <summary>The paragraphs of a block: one, or one for each item of a list.</summary>
    public static IEnumerable<string> Paragraphs(string path, Block block) => block switch
    {
        ParagraphBlock paragraph => [Of(path, paragraph.Inline!)],
        ListBlock list => list.Cast<ListItemBlock>().Select(item => "- " + string.Join(' ', item.SelectMany(inner => Paragraphs(path, inner)))),
        _ => throw new HelpFormatException(path, block.Line + 1, $"a {block.GetType().Name} is not expected here; a paragraph or a list is."),
    };

    /// <summary>The words of a paragraph or a heading, in one line.</summary>
    public static string Of(string path, ContainerInline inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                ContainerInline inner => Of(path, inner),
                _ => throw new HelpFormatException(path, inline.Line + 1, $"a {inline.GetType().Name} cannot be shown by Get-Help."),
            });
        }

        return text.ToString();
    }
}
