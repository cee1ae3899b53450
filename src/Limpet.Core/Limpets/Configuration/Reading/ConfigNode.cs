using System.Globalization;
using System.Text.Json;

namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>A JSON value and where it stands, which System.Text.Json's own documents do not tell.</summary>
/// <param name="kind">Object, Array, String, Number, True, False or Null.</param>
/// <param name="around">What it is in; null for the root.</param>
/// <param name="name">The property of that, or null for an item of a list.</param>
/// <param name="index">Which item.</param>
/// <param name="offset">The byte at which it begins.</param>
internal sealed class ConfigNode(JsonValueKind kind, ConfigNode? around, string? name, int index, int offset)
{
    private static readonly List<ConfigNode> s_noItems = [];
    private static readonly List<(string Name, int Offset, ConfigNode Value)> s_noProperties = [];

    public JsonValueKind Kind { get; } = kind;

    /// <summary>Its JSON path. Made when it is asked for, since nearly none ever is.</summary>
    public string Path => around is null ? "$" : around.Path + (name is null ? string.Create(CultureInfo.InvariantCulture, $"[{index}]") : Quoting.Step(name));

    public int Offset { get; } = offset;

    /// <summary>A string as it is meant, a number as it was written; empty for all else.</summary>
    public string Text { get; init; } = "";

    /// <summary>An array's.</summary>
    public List<ConfigNode> Items { get; } = kind == JsonValueKind.Array ? [] : s_noItems;

    /// <summary>An object's, in their order; a name may stand there twice.</summary>
    public List<(string Name, int Offset, ConfigNode Value)> Properties { get; } = kind == JsonValueKind.Object ? [] : s_noProperties;

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
