using System.Text;

namespace Limpet.Core.Native;

/// <summary>What is mounted where (<c>/proc/self/mountinfo</c>).</summary>
internal static class MountTable
{
    private const string Path = "/proc/self/mountinfo";

    /// <summary>The type of the file system that is to be seen in a directory which is a mount point; null where nothing is mounted on it.</summary>
    public static string? TypeAt(string directory) => TypeAt(directory, File.ReadAllText(Path));

    /// <summary>The same in a text like that of the file: of those that are mounted one over the other, the last.</summary>
    public static string? TypeAt(string directory, string table)
    {
        string? type = null;
        foreach (var line in table.Split('\n'))
        {
            // Six fields, of which the fifth is the mount point; then some that may be there or not; a dash; the type.
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash >= 6 && dash + 1 < fields.Length && string.Equals(Unescape(fields[4]), directory, StringComparison.Ordinal))
            {
                type = fields[dash + 1];
            }
        }

        return type;
    }

    // A space, tab, end of line or backslash in a path is written as a backslash and three octal digits.
    private static string Unescape(string path)
    {
        if (!path.Contains('\\', StringComparison.Ordinal))
        {
            return path;
        }

        var plain = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\' && i + 3 < path.Length)
            {
                plain.Append((char)Convert.ToInt32(path.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                plain.Append(path[i]);
            }
        }

        return plain.ToString();
    }
}
