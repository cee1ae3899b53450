using Limpet.Help.Model;
using Markdig.Syntax;

namespace Limpet.Help.Reading;

/// <summary>
/// Reads an example: a <c>powershell</c> block, a <c>text</c> block with what it prints, where that is shown, and paragraphs. The comments
/// <c>&lt;!-- test: before ... --&gt;</c> and <c>after</c> are what a test runs around it; <c>needs FILE</c> says what it cannot do without.
/// </summary>
internal static class ExampleReader
{
    private const string Opening = "<!-- test: ";
    private const string Closing = "-->";

    public static ExampleHelp Read(string path, Section section)
    {
        string? code = null;
        string? output = null;
        string? needs = null;
        var (before, after) = ("", "");
        var remarks = new List<string>();
        foreach (var block in section.Blocks)
        {
            switch (block)
            {
                case FencedCodeBlock { Info: "powershell" } fenced when code is null:
                    code = fenced.Lines.ToString();
                    break;
                case FencedCodeBlock { Info: "text" } fenced when code is not null && output is null:
                    output = fenced.Lines.ToString();
                    break;
                case HtmlBlock html:
                    var (kind, text) = Comment(path, html);
                    (before, after, needs) = kind switch
                    {
                        "before" => (text, after, needs),
                        "after" => (before, text, needs),
                        "needs" => (before, after, text),
                        _ => throw new HelpFormatException(path, block.Line + 1, $"'{kind}' is nothing that a test does; expected before, after or needs."),
                    };
                    break;
                case FencedCodeBlock fenced:
                    throw new HelpFormatException(path, block.Line + 1, $"a '{fenced.Info}' block is not expected here; an example has one powershell block, and after it at most one text block.");
                default:
                    remarks.AddRange(PlainText.Paragraphs(path, block));
                    break;
            }
        }

        return code is null
            ? throw new HelpFormatException(path, section.Line, $"the example '{section.Title}' has no powershell block.")
            : new ExampleHelp(section.Title, section.Line, code, output, remarks, before, after, needs);
    }

    private static (string Kind, string Text) Comment(string path, HtmlBlock html)
    {
        var text = html.Lines.ToString().Trim();
        if (!text.StartsWith(Opening, StringComparison.Ordinal) || !text.EndsWith(Closing, StringComparison.Ordinal))
        {
            throw new HelpFormatException(path, html.Line + 1, $"the only HTML here is a comment that begins with '{Opening}'.");
        }

        var said = text[Opening.Length..^Closing.Length];
        var end = said.IndexOfAny([' ', '\n']);
        return end < 0 ? (said, "") : (said[..end], said[end..].Trim());
    }
}
