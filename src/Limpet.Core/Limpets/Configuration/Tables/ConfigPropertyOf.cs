using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Configuration.Types;

namespace Limpet.Core.Limpets.Configuration.Tables;

/// <summary>A property of that type.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">What it may be.</param>
/// <param name="description">What it is, for the schema.</param>
/// <param name="get">Gives it, and whether it is other than it would be without.</param>
/// <param name="set">The owner with it.</param>
internal sealed class ConfigPropertyOf<TOwner, T>(string name, ConfigType<T> type, string description, Func<TOwner, (bool IsSet, T Value)> get, Func<TOwner, T, TOwner> set)
    : ConfigProperty<TOwner>(name, description)
{
    /// <summary>What holds without it, for the schema; null where a JSON value cannot say it.</summary>
    public JsonNode? Default { get; init; }

    public override string Expected => type.Expected;

    public override void Read(ref TOwner owner, ConfigNode node, ConfigFindings findings)
    {
        if (type.TryRead(node, findings, out var value))
        {
            owner = set(owner, value);
        }
    }

    public override void Write(Utf8JsonWriter writer, TOwner owner)
    {
        var (isSet, value) = get(owner);
        if (isSet || IsRequired)
        {
            writer.WritePropertyName(Name);
            type.Write(writer, value);
        }
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["description"] = Description };
        foreach (var (key, value) in type.Schema())
        {
            schema[key] = value?.DeepClone();
        }

        if (Default is not null)
        {
            schema["default"] = Default.DeepClone();
        }

        return schema;
    }
}
