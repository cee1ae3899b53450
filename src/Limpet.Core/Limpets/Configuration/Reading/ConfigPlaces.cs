namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>Where in a file things stand.</summary>
internal sealed class ConfigPlaces
{
    /// <summary>Of a config that was read from no file.</summary>
    public static readonly ConfigPlaces None = new("", []);

    private readonly byte[] _bytes;
    private readonly List<int> _lines = [0];
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal);

    /// <param name="file">The file; empty for none.</param>
    /// <param name="bytes">All of it.</param>
    public ConfigPlaces(string file, byte[] bytes)
    {
        (File, _bytes) = (file, bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                _lines.Add(i + 1);
            }
        }
    }

    /// <summary>The file; empty for none.</summary>
    public string File { get; }

    /// <summary>Keeps where a value stands, and all in it.</summary>
    public void Keep(ConfigNode node)
    {
        _offsets.TryAdd(node.Path, node.Offset);
        node.Items.ForEach(Keep);
        node.Properties.ForEach(property => Keep(property.Value));
    }

    /// <summary>The byte at a line and a byte of it, both counted from 0.</summary>
    public int OffsetOf(int line, int column) => Math.Min(_lines[Math.Min(line, _lines.Count - 1)] + column, _bytes.Length);

    /// <summary>An error at a path; where nothing stands there, at what is nearest around it.</summary>
    public LimpetConfigError Error(LimpetConfigFault fault, string path, string found, string expected, string sentence)
    {
        for (var place = path; place.Length > 0; place = place[..Math.Max(0, place.LastIndexOfAny(['.', '[']))])
        {
            if (_offsets.TryGetValue(place, out var offset))
            {
                return Error(fault, path, offset, found, expected, $"{path}: {sentence}");
            }
        }

        return new LimpetConfigError(fault, path, 0, 0, found, expected, $"{path}: {sentence}");
    }

    /// <summary>An error at a byte.</summary>
    public LimpetConfigError Error(LimpetConfigFault fault, string path, int offset, string found, string expected, string sentence)
    {
        var line = _lines.BinarySearch(offset);
        line = line >= 0 ? line : ~line - 1;
        var column = System.Text.Encoding.UTF8.GetCharCount(_bytes, _lines[line], offset - _lines[line]);
        return new LimpetConfigError(fault, path, line + 1, column + 1, found, expected, sentence);
    }
}
