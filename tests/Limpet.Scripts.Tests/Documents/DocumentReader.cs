namespace Limpet.Scripts.Tests.Documents;

/// <summary>Finds the blocks of Markdown: lines with four blanks in front, or between fences.</summary>
internal static class DocumentReader
{
    private const string Indentation = "    ";

    public static IReadOnlyList<DocumentBlock> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(TestPaths.RepoRoot, file));
        var blocks = new List<DocumentBlock>();
        var comments = new List<string>();
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("<!--", StringComparison.Ordinal))
            {
                comments.Add(Comment(lines, ref i));
            }
            else if (lines[i].StartsWith(Indentation, StringComparison.Ordinal) || lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var line = i + 1;
                blocks.Add(new DocumentBlock(file, line, section, lines[i][0] == '`' ? Fenced(lines, ref i) : Indented(lines, ref i), [.. comments]));
                comments.Clear();
            }
            else if (lines[i].Length > 0)
            {
                comments.Clear();
                section = lines[i].StartsWith("## ", StringComparison.Ordinal) ? lines[i][3..] : section;
            }
        }

        return blocks;
    }

    private static string Comment(string[] lines, ref int i)
    {
        var start = i;
        while (!lines[i].Contains("-->", StringComparison.Ordinal))
        {
            i++;
        }

        return string.Join('\n', lines[start..(i + 1)])["<!--".Length..].Replace("-->", "", StringComparison.Ordinal).Trim();
    }

    private static string Indented(string[] lines, ref int i)
    {
        var start = i;
        while (i + 1 < lines.Length && (lines[i + 1].Length == 0 || lines[i + 1].StartsWith(Indentation, StringComparison.Ordinal)))
        {
            i++;
        }

        return string.Join('\n', lines[start..(i + 1)].Select(line => line.Length == 0 ? "" : line[Indentation.Length..])).TrimEnd('\n');
    }

    private static string Fenced(string[] lines, ref int i)
    {
        var start = ++i;
        while (!lines[i].StartsWith("```", StringComparison.Ordinal))
        {
            i++;
        }

        return string.Join('\n', lines[start..i]);
    }
}
