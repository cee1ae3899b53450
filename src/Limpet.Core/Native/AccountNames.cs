namespace Limpet.Core.Native;

/// <summary>The names of users and groups, for people: from the files every Linux has, and as numbers where those do not tell.</summary>
internal static class AccountNames
{
    /// <summary>A user's name.</summary>
    public static string OfUser(uint id) => Find("/etc/passwd", id);

    /// <summary>A group's name.</summary>
    public static string OfGroup(uint id) => Find("/etc/group", id);

    /// <summary>The name in a line <c>name:password:id:...</c>, or the number where there is none.</summary>
    public static string Find(IEnumerable<string> lines, uint id)
    {
        var number = $"{id}";
        foreach (var line in lines)
        {
            var fields = line.Split(':', 4);
            if (fields.Length >= 3 && fields[0].Length > 0 && string.Equals(fields[2], number, StringComparison.Ordinal))
            {
                return fields[0];
            }
        }

        return number;
    }

    private static string Find(string path, uint id)
    {
        try
        {
            return Find(File.ReadLines(path), id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{id}";
        }
    }
}
