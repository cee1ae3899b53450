namespace Limpet.Scripts.Tests.Documents;

/// <summary>
/// Finds the blocks of a help topic: lines with eight blanks in front, after an empty line or a heading. Comments cannot stand in a topic, since Get-Help would show
/// them; they stand in <see cref="NotesFile"/>, each before the first line of its block, in a section <c>TOPIC: HEADING</c>.
/// </summary>
internal static class TopicReader
{
    public const string NotesFile = "tests/Limpet.Scripts.Tests/Documents/topics.md";

    private const string Heading = "  ";
    private const string Indentation = "        ";

    /// <summary>What the notes say, as blocks whose text is the first line of the one that is meant.</summary>
    public static IReadOnlyList<DocumentBlock> Notes { get; } = DocumentReader.Read(NotesFile);

    /// <summary>Under which heading the notes have a block of that section of a topic.</summary>
    public static string SectionOfNotes(string file, string section) => $"{Path.GetFileName(file).Replace(DocumentBlock.TopicExtension, "", StringComparison.Ordinal)}: {section}";

    public static IReadOnlyList<DocumentBlock> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(TestPaths.RepoRoot, file));
        var blocks = new List<DocumentBlock>();
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsHeading(lines[i]))
            {
                section = lines[i].Trim();
            }
            else if (lines[i].StartsWith(Indentation, StringComparison.Ordinal) && (lines[i - 1].Length == 0 || IsHeading(lines[i - 1])))
            {
                var block = lines[i..].TakeWhile(line => line.StartsWith(Indentation, StringComparison.Ordinal)).Select(line => line[Indentation.Length..]).ToList();
                blocks.Add(new DocumentBlock(file, i + 1, section, string.Join('\n', block), NotesOn(file, section, block[0])));
                i += block.Count - 1;
            }
        }

        return blocks;
    }

    private static bool IsHeading(string line) => line.Length > 0 && (line[0] != ' ' || (line.StartsWith(Heading, StringComparison.Ordinal) && line[Heading.Length] != ' '));

    private static IReadOnlyList<string> NotesOn(string file, string section, string firstLine)
        => Notes.SingleOrDefault(note => note.Section == SectionOfNotes(file, section) && note.Text == firstLine)?.Comments ?? [];
}
