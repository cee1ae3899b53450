namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>Where in a file things stand.</summary>
internal sealed class ConfigPlaces
{
    /// <summary>Of a config that was read from no file.</summary>
    public static readonly ConfigPlaces None = new("", []);

    private readonly byte[] _bytes;
    private ConfigNode? _root;

    /// <param name="file">The file; empty for none.</param>
    /// <param name="bytes">All of it.</param>
    public ConfigPlaces(string file, byte[] bytes) => (File, _bytes) = (file, bytes);

    /// <summary>The file; empty for none.</summary>
    public string File { get; }

    /// <summary>Keeps where the values of the file stand.</summary>
    public void Keep(ConfigNode root) => _root = root;

    /// <summary>The byte at a line and a byte of it, both counted from 0; of a line after the last, those of the last.</summary>
    public int OffsetOf(int line, int column)
    {
        var start = 0;
        while (line-- > 0 && _bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var end)
        {
            start += end + 1;
        }

        return Math.Min(start + column, _bytes.Length);
    }

    /// <summary>An error at a path; where nothing stands there, at what is nearest around it.</summary>
    public LimpetConfigError Error(LimpetConfigFault fault, string path, string found, string expected, string sentence)
    {
        if (_root is not { } nearest)
        {
            return new LimpetConfigError(fault, path, 0, 0, found, expected, $"{path}: {sentence}");
        }

        while (Within(nearest).FirstOrDefault(node => IsOn(node.Path, path)) is { } nearer)
        {
            nearest = nearer;
        }

        return Error(fault, path, nearest.Offset, found, expected, $"{path}: {sentence}");
    }

    /// <summary>An error at a byte.</summary>
    public LimpetConfigError Error(LimpetConfigFault fault, string path, int offset, string found, string expected, string sentence)
    {
        var before = _bytes.AsSpan(0, offset);
        var line = before.Count((byte)'\n');
        var column = System.Text.Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]);
        return new LimpetConfigError(fault, path, line + 1, column + 1, found, expected, sentence);
    }

    private static IEnumerable<ConfigNode> Within(ConfigNode node) => node.Items.Concat(node.Properties.Select(property => property.Value));

    private static bool IsOn(string place, string path)
        => path.StartsWith(place, StringComparison.Ordinal) && (path.Length == place.Length || path[place.Length] is '.' or '[');
}
