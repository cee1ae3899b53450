using System.Text.Json;

namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>A JSON value and where it stands, which System.Text.Json's own documents do not tell.</summary>
/// <param name="kind">Object, Array, String, Number, True, False or Null.</param>
/// <param name="path">Its JSON path.</param>
/// <param name="offset">The byte at which it begins.</param>
internal sealed class ConfigNode(JsonValueKind kind, string path, int offset)
{
    public JsonValueKind Kind { get; } = kind;

    public string Path { get; } = path;

    public int Offset { get; } = offset;

    /// <summary>A string as it is meant, a number as it was written; empty for all else.</summary>
    public string Text { get; init; } = "";

    /// <summary>An array's.</summary>
    public List<ConfigNode> Items { get; } = [];

    /// <summary>An object's, in their order; a name may stand there twice.</summary>
    public List<(string Name, int Offset, ConfigNode Value)> Properties { get; } = [];

    /// <summary>An object's property of that name, the first where there are two; null where there is none.</summary>
    public ConfigNode? Find(string name) => Properties.Find(property => string.Equals(property.Name, name, StringComparison.Ordinal)).Value;

    /// <summary>What it is, for people.</summary>
    public string Described => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {Items.Count}",
        JsonValueKind.String => $"the text {Quoting.Quote(Text)}",
        JsonValueKind.Number => Quoting.Shorten(Text),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
