using Limpet.Help.Model;
using Markdig;
using Markdig.Syntax;

namespace Limpet.Help.Reading;

/// <summary>
/// Reads docs/cmdlets. A file is a cmdlet: <c># Name</c>, a sentence, further paragraphs, and then the sections <c>Syntax</c>, <c>Parameters</c> (each
/// <c>### -Name</c>), <c>Inputs</c> and <c>Outputs</c> (each <c>### Type</c>), <c>Examples</c> (each <c>### Title</c>) and <c>See also</c> (a list).
/// What stands below Syntax, and block quotes, are made from the cmdlet itself and not read.
/// </summary>
public static class HelpReader
{
    /// <summary>The file of the parameters that several cmdlets share.</summary>
    public const string CommonFile = "common-parameters.md";

    private static readonly string[] s_sections = ["Syntax", "Parameters", "Inputs", "Outputs", "Examples", "See also"];

    /// <summary>Reads a folder.</summary>
    /// <exception cref="HelpFormatException">A file is not laid out so.</exception>
    public static HelpSet ReadFolder(string folder)
    {
        var files = Directory.GetFiles(folder, "*-*.md").Where(file => !Path.GetFileName(file).Is(CommonFile)).Order(StringComparer.Ordinal);
        var common = Path.Combine(folder, CommonFile);
        return new HelpSet([.. files.Select(file => ReadCommand(file, File.ReadAllText(file)))], ReadCommon(common, File.ReadAllText(common)));
    }

    /// <summary>Reads the file of a cmdlet.</summary>
    /// <exception cref="HelpFormatException">It is not laid out so.</exception>
    public static CommandHelp ReadCommand(string path, string text)
    {
        var (name, sections) = ReadSections(path, text);
        var expected = Path.GetFileNameWithoutExtension(path);
        if (!name.Is(expected))
        {
            throw new HelpFormatException(path, 1, $"the title is '{name}'; expected '# {expected}', as the file is called.");
        }

        var titles = sections.Skip(1).Select(section => section.Title).ToList();
        if (!titles.SequenceEqual(s_sections, StringComparer.Ordinal))
        {
            throw new HelpFormatException(path, 1, $"the sections are {string.Join(", ", titles)}; expected {string.Join(", ", s_sections)}.");
        }

        var said = sections[0].Blocks.SelectMany(block => PlainText.Paragraphs(path, block)).ToList();
        if (said.Count < 2)
        {
            throw new HelpFormatException(path, 1, "the title is followed by a sentence that says what the cmdlet does, and by a paragraph or more that describes it.");
        }

        return new CommandHelp(
            path,
            name,
            said[0],
            said[1..],
            Parameters(path, sections[2]),
            Types(path, sections[3]),
            Types(path, sections[4]),
            [.. Section.Split(path, sections[5].Blocks, 3).Skip(1).Select(section => ExampleReader.Read(path, section))],
            [.. sections[6].Blocks.SelectMany(block => PlainText.Paragraphs(path, block)).Select(item => item.TrimStart('-', ' '))]);
    }

    /// <summary>Reads the file of the common parameters: a title, and <c>## -Name</c> for each.</summary>
    /// <exception cref="HelpFormatException">It is not laid out so.</exception>
    public static IReadOnlyList<ParameterHelp> ReadCommon(string path, string text)
        => [.. ReadSections(path, text).Sections.Skip(1).Select(section => Parameter(path, section))];

    private static (string Name, IReadOnlyList<Section> Sections) ReadSections(string path, string text)
    {
        var parts = Section.Split(path, Markdown.Parse(text, new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build()), 1);
        return parts is [{ Blocks.Count: 0 }, { } whole]
            ? (whole.Title, Section.Split(path, whole.Blocks, 2))
            : throw new HelpFormatException(path, 1, "expected one '# Title', and nothing before it.");
    }

    private static List<ParameterHelp> Parameters(string path, Section section)
        => [.. Section.Split(path, section.Blocks, 3).Skip(1).Select(part => Parameter(path, part))];

    private static ParameterHelp Parameter(string path, Section section)
    {
        if (section.Title is not ['-', .. { Length: > 0 } name])
        {
            throw new HelpFormatException(path, section.Line, $"'{section.Title}' is no parameter; expected -Name.");
        }

        var text = section.Blocks.Where(block => block is not QuoteBlock).SelectMany(block => PlainText.Paragraphs(path, block)).ToList();
        return text.Count > 0 ? new ParameterHelp(name, text) : throw new HelpFormatException(path, section.Line, $"nothing is said of -{name}.");
    }

    private static List<TypeHelp> Types(string path, Section section)
        => [.. Section.Split(path, section.Blocks, 3).Skip(1).Select(part =>
            new TypeHelp(part.Title, string.Join(' ', part.Blocks.SelectMany(block => PlainText.Paragraphs(path, block)))))];
}
