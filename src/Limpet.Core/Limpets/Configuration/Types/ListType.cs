using System.Text.Json;
using System.Text.Json.Nodes;
using Limpet.Core.Limpets.Configuration.Reading;

namespace Limpet.Core.Limpets.Configuration.Types;

/// <summary>A list.</summary>
/// <param name="item">What each of them is.</param>
/// <param name="what">What they are, for people, such as <c>name patterns</c>.</param>
/// <param name="mayBeEmpty">Whether it may have none.</param>
/// <param name="mayBeOne">Whether one value may stand there by itself, in no list.</param>
internal sealed class ListType<T>(ConfigType<T> item, string what, bool mayBeEmpty = false, bool mayBeOne = false) : ConfigType<IReadOnlyList<T>>
{
    public override string Expected => $"a list of {(mayBeEmpty ? "" : "one or more ")}{what}";

    public override bool TryRead(ConfigNode node, ConfigFindings findings, out IReadOnlyList<T> value)
    {
        value = [];
        if (mayBeOne && node.Kind == JsonValueKind.String)
        {
            var isGood = item.TryRead(node, findings, out var alone);
            value = isGood ? [alone] : [];
            return isGood;
        }

        if (!Is(JsonValueKind.Array, node, findings))
        {
            return false;
        }

        if (node.Items.Count == 0 && !mayBeEmpty)
        {
            findings.Add(LimpetConfigFault.OutOfRange, node, Expected);
            return false;
        }

        List<T> all = [];
        foreach (var each in node.Items.TakeWhile(_ => !findings.IsFull))
        {
            if (item.TryRead(each, findings, out var one))
            {
                all.Add(one);
            }
        }

        value = all;
        return all.Count == node.Items.Count;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value)
    {
        if (mayBeOne && value.Count == 1)
        {
            item.Write(writer, value[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var each in value)
        {
            item.Write(writer, each);
        }

        writer.WriteEndArray();
    }

    public override JsonObject Schema()
    {
        var list = new JsonObject { ["type"] = "array", ["minItems"] = mayBeEmpty ? 0 : 1, ["items"] = item.Schema() };
        return mayBeOne ? new JsonObject { ["anyOf"] = new JsonArray(item.Schema(), list) } : list;
    }
}
