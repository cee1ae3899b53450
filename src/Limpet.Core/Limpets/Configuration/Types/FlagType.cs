using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>true or false.</summary>
internal sealed class FlagType : ConfigType<bool>
{
    public override string Expected => "true or false";

    public override bool TryRead(ConfigNode node, ConfigFindings findings, out bool value)
    {
        value = node.Kind == JsonValueKind.True;
        return value || Is(JsonValueKind.False, node, findings);
    }

    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
